"""Lists of floats that cross as bytes, in the plain data of every call.

`lazaret:python/float-lists` says how they look. To the programs on both sides they are lists like all others.
"""

from array import array
from struct import pack, unpack_from

from app.plain import SCALARS, loads

# Of fewer floats, place and length take as much as their texts.
FLOATS_MIN = 4

# Of answers of fewer characters it is not worth asking whether lists of floats are in them, which costs more than a text
# without any. The host does the same with candidates.
LONG = 80

FLOAT = {float}


def aside(value):
    """The value with `None` for each list of floats, and these lists with their places, as bytes. What is no plain data stays as
    it is, for whoever writes the text to say so."""
    if type(value) in SCALARS:
        return value, b""
    parts = []
    return without(value, (), parts, 64), b"".join(parts)


def without(value, way, parts, depth):
    """The value, which is at the end of `way`, with `None` for each list of floats, which is put into `parts`."""
    kind = type(value)
    if kind is list or kind is tuple:
        kinds = set(map(type, value))
        if kinds == FLOAT:
            if len(value) < FLOATS_MIN:
                return value
            parts.append(pack(f"<B{len(way)}II", len(way), *way, len(value)))
            parts.append(array("d", value).tobytes())
            return None
        if kinds <= SCALARS or depth == 0:
            return value
        return [item if type(item) in SCALARS else without(item, (*way, at), parts, depth - 1)
                for at, item in enumerate(value)]
    if kind is dict:
        if set(map(type, value.values())) <= SCALARS or depth == 0:
            return value
        return {key: item if type(item) in SCALARS else without(item, (*way, at), parts, depth - 1)
                for at, (key, item) in enumerate(value.items())}
    return value


def whole(text, floats):
    """The value that the host has passed."""
    value = loads(text)
    place = 0
    while place < len(floats):
        steps = floats[place]
        *way, length = unpack_from(f"<{steps + 1}I", floats, place + 1)
        place += 5 + 4 * steps
        numbers = array("d")
        numbers.frombytes(floats[place : place + 8 * length])
        place += 8 * length
        numbers = numbers.tolist()
        if not way:
            return numbers
        around = value
        for step in way[:-1]:
            around = around[key(around, step)]
        around[key(around, way[-1])] = numbers
    return value


def key(container, step):
    """By what the item at a position is had."""
    return list(container)[step] if type(container) is dict else step
