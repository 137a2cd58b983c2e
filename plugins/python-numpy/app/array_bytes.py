"""Arrays that cross as bytes, between programs that both have NumPy or by the wish of a task."""

import numpy
from app.plain import dumps, loads
from wit_world import exports
from wit_world.imports import array_candidate
from wit_world.imports.arrays import Element, Passed, Placed

# What an array of numbers may be made of, by kind and bytes. All others cross as lists, if they are plain data at all.
ELEMENTS = {
    ("b", 1): Element.TRUTH,
    ("i", 1): Element.INT8, ("i", 2): Element.INT16, ("i", 4): Element.INT32, ("i", 8): Element.INT64,
    ("u", 1): Element.UINT8, ("u", 2): Element.UINT16, ("u", 4): Element.UINT32, ("u", 8): Element.UINT64,
    ("f", 4): Element.FLOAT32, ("f", 8): Element.FLOAT64,
    ("c", 8): Element.COMPLEX64, ("c", 16): Element.COMPLEX128,
}
DTYPES = {element: numpy.dtype(f"<{kind}{size}") for (kind, size), element in ELEMENTS.items()}


def crosses(array):
    """Whether the array crosses as bytes."""
    dtype = array.dtype
    return (dtype.kind, dtype.itemsize) in ELEMENTS


def result_of(result):
    """A result for the host."""
    arrays = []
    text = dumps(result, "result", arrays)
    return passed(text, arrays)


def passed(text, arrays):
    """A value for the host: its text, and the arrays with their places."""
    return Passed(text, [placed(way, array) for way, array in arrays])


def placed(way, array):
    dtype = array.dtype
    element = ELEMENTS[dtype.kind, dtype.itemsize]
    # Whatever the order of its bytes and the steps between its elements: the numbers are what crosses.
    data = array.astype(DTYPES[element], copy=False).tobytes()
    return Placed(way, element, list(array.shape), data)


def value(passed):
    """The value that the host has passed."""
    whole = loads(passed.value)
    for each in passed.arrays:
        # A copy, because it is the program's own, which may change it.
        array = numpy.frombuffer(each.data, DTYPES[each.element]).reshape(each.shape).copy()
        if not each.at:
            return array
        around = whole
        *way, last = each.at
        for step in way:
            around = around[key(around, step)]
        around[key(around, last)] = array
    return whole


def key(container, step):
    """By what the item at a position is had."""
    return list(container)[step] if type(container) is dict else step


def exported(program):
    """What answers for arrays."""

    class ArrayProgram(exports.ArrayProgram):
        """`lazaret:python/array-program`."""

        def call(self, function, arguments):
            return program.answer(function, value(arguments), result_of)

    return {"ArrayProgram": ArrayProgram}


def ask(function, text, arrays):
    """Calls the candidate; the value."""
    return value(array_candidate.call(function, passed(text, arrays)))
