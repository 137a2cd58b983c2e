"""Arrays that cross as bytes, between programs that both have NumPy or by the wish of a task.

`lazaret:python/arrays` says how they look.
"""

from struct import pack, unpack_from

import numpy
from app.plain import dumps, loads
from wit_world import exports
from wit_world.imports import array_candidate

# What an array of numbers may be made of, in the order of the contract. All else crosses as lists, if it is plain data
# at all.
DTYPES = [numpy.dtype(name) for name in "? i1 <i2 <i4 <i8 u1 <u2 <u4 <u8 <f4 <f8 <c8 <c16".split()]
NUMBERS = {(dtype.kind, dtype.itemsize): number for number, dtype in enumerate(DTYPES)}


def crosses(array):
    """Whether the array crosses as bytes."""
    dtype = array.dtype
    return (dtype.kind, dtype.itemsize) in NUMBERS


def result_of(result):
    """A result for the host: its text, and the arrays."""
    arrays = []
    text = dumps(result, "result", arrays)
    return text, packed(arrays)


def packed(arrays):
    """Arrays with their places, as bytes."""
    parts = []
    for way, array in arrays:
        dtype, shape = array.dtype, array.shape
        number = NUMBERS[dtype.kind, dtype.itemsize]
        parts.append(pack(f"<B{len(way)}IBB{len(shape)}I", len(way), *way, number, len(shape), *shape))
        # Whatever the order of its bytes and the steps between its elements: the numbers are what crosses.
        parts.append(array.astype(DTYPES[number], copy=False).tobytes())
    return b"".join(parts)


def value(text, arrays):
    """The value that the host has passed."""
    whole = loads(text)
    place = 0
    while place < len(arrays):
        steps = arrays[place]
        way = unpack_from(f"<{steps}I", arrays, place + 1)
        place += 1 + 4 * steps
        dtype, dimensions = DTYPES[arrays[place]], arrays[place + 1]
        shape = unpack_from(f"<{dimensions}I", arrays, place + 2)
        place += 2 + 4 * dimensions
        # A copy, because it is the program's own, which may change it.
        array = numpy.ndarray(shape, dtype, arrays, place).copy()
        place += array.nbytes
        if not way:
            return array
        around = whole
        for step in way[:-1]:
            around = around[key(around, step)]
        around[key(around, way[-1])] = array
    return whole


def key(container, step):
    """By what the item at a position is had."""
    return list(container)[step] if type(container) is dict else step


def exported(program):
    """What answers for arrays."""

    class ArrayProgram(exports.ArrayProgram):
        """`lazaret:python/array-program`."""

        def call(self, function, arguments, arrays):
            return program.answer(function, value(arguments, arrays), result_of)

    return {"ArrayProgram": ArrayProgram}


def ask(function, text, arrays):
    """Calls the candidate; the value."""
    return value(*array_candidate.call(function, text, packed(arrays)))
