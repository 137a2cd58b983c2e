"""Plain data in and out: the values that cross between sandboxes, as JSON texts.

Plain means `None`, `bool`, `int`, `float`, `str`, lists, tuples (which arrive as lists) and dicts with
`str` keys, of exactly these types: an object of a subclass could carry behaviour that the text would drop
in silence.
"""

import json
from json import encoder

from app import carried

# Levels of containers in containers. The host refuses deeper texts, too.
DEPTH_MAX = 64

SCALARS = frozenset({type(None), bool, int, float, str})


class NotPlain(Exception):
    """The value is not plain data; the message says where and why."""


def unsupported(value):
    """What the encoder calls for a value that it does not know."""
    raise TypeError(type(value))


# The encoder and the scanner are C code. They are called directly, without the checks for cycles and for
# odd settings around them, because the shape of the value is known by then.
encode = encoder.c_make_encoder(
    None, unsupported, encoder.encode_basestring, None, ":", ",", False, False, True
)
scan = json.JSONDecoder().scan_once


def dumps(value, what, arrays=None):
    """The text of a value; `what` names the value in errors. If `arrays` is a list, arrays are put into it with their
    places, and the text has `null` there; otherwise they are lists."""
    if not is_plain(value):
        value = carried.plain(value, arrays)
        if not is_plain(value):
            raise NotPlain(complaint(value, what))
    return written(value, what)


def written(value, what):
    """The text of a value that is known to be plain data."""
    try:
        text = "".join(encode(value, 0))
    except ValueError:
        raise NotPlain(f"{what} holds a whole number of more than 4,300 digits") from None
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise NotPlain(f"{what} holds a text with a lone surrogate, which is not Unicode") from None
    return text


def loads(text):
    """The value of a text that the host has written: strict JSON without space around it."""
    value, _ = scan(text, 0)
    return value


def is_plain(value):
    """Whether the value is plain data; one pass in which C code looks at the items of each container."""
    if type(value) in SCALARS:
        return True
    level = [value]
    for _ in range(DEPTH_MAX):
        below = []
        for container in level:
            kind = type(container)
            if kind is list or kind is tuple:
                items = container
            elif kind is dict:
                if container and set(map(type, container)) != {str}:
                    return False
                items = container.values()
            else:
                return False
            if not SCALARS.issuperset(map(type, items)):
                below += [item for item in items if type(item) not in SCALARS]
        if not below:
            return True
        level = below
    return False


def complaint(value, what):
    """Where and why the value is not plain data. Slow, and only called if it is not."""
    pending = [(what, value, 0)]
    while pending:
        path, value, depth = pending.pop()
        kind = type(value)
        if kind in SCALARS:
            continue
        if DEPTH_MAX <= depth:
            return f"{what} is nested more than {DEPTH_MAX} levels deep, or holds itself"
        if kind is list or kind is tuple:
            items = [(f"{path}[{index}]", item, depth + 1) for index, item in enumerate(value)]
        elif kind is dict:
            for key in value:
                if type(key) is not str:
                    return f"{path} has a key of type {type_name(type(key))}; keys must be str"
            items = [(f"{path}[{key!r:.40}]", item, depth + 1) for key, item in value.items()]
        else:
            return (
                f"{path} is of type {type_name(kind)}; plain data is None, bool, int, float, str, list, "
                "tuple and dict, and no subclasses of them"
            )
        # Backwards, so that the first of several reasons is the one that is told.
        pending += reversed(items)
    return f"{what} is no plain data"


# The name of a class even if its metaclass defines `__name__` anew.
type_name = type.__dict__["__name__"].__get__
