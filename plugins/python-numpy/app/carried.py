"""What this interpreter carries beside the standard library: NumPy, imported before the snapshot."""

import importlib
import os
import sys

# What a program may import.
THERE = "the standard library and NumPy"

# What to say of modules that are not here, where it is not the usual.
ADVICE = {}

# What most programs need is loaded already; the rest of NumPy is loaded from the library on import.
PRELOADED = """
    numpy numpy.fft numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.lib.stride_tricks
    numpy.lib.scimath numpy.lib.format numpy.lib.mixins numpy.rec numpy.char numpy.strings numpy.dtypes numpy.exceptions
    numpy.typing numpy._core._methods numpy._core._dtype numpy._core._dtype_ctypes
""".split()

# Its tests are there only if it was built for them.
LEFT_OUT = frozenset({"__pycache__"})

# Kinds of elements that are plain numbers: truth values, whole numbers, floats.
PLAIN_KINDS = "biuf"

# More would be no number of 64 bits.
FLOAT_BYTES_MAX = 8

# NumPy's own classes of scalars; one that is derived from them could say anything about itself.
SCALARS = frozenset()


def prepare(library):
    """What is done before the snapshot."""
    global numpy, SCALARS, array_bytes
    for folder in sys.path:
        if os.path.isdir(f"{folder}/numpy"):
            library.collect(f"{folder}/numpy", "numpy.", LEFT_OUT)
    for name in PRELOADED:
        importlib.import_module(name)
    numpy = sys.modules["numpy"]
    SCALARS = frozenset(numpy.sctypeDict.values())
    array_bytes = importlib.import_module("app.array_bytes")
    warm_up()


def warm_up():
    """Touches once what is set up lazily."""
    array = numpy.arange(12.0).reshape(3, 4)
    for _ in range(8):
        (array @ array.T).sum(axis=0).argmax()
        numpy.sqrt(array[array > 2]).mean()
        numpy.linalg.solve(numpy.eye(3) * 2, array)
        numpy.fft.fft(array)
        repr(array)
        numpy.sort(numpy.concatenate([array, array]))
        numpy.random.default_rng(1).random(3)


def seed():
    """What is done before a program runs: the snapshot holds one state of the global generator for all sandboxes."""
    numpy.random.seed()


def plain(value, arrays):
    """Plain data for a value that is none, or the value as it is: NumPy's numbers become Python's, wherever they stand
    in lists, tuples and dicts. Arrays are put into `arrays`, with their places, if that is a list and they are of
    numbers that cross as bytes; otherwise they become lists."""
    return convert(value, 64, arrays, None)


def convert(value, depth, arrays, place):
    """`place` is the position and the place of what is around it, or nothing at the outermost."""
    kind = type(value)
    if kind is list or kind is tuple:
        if depth == 0:
            return value
        return [convert(item, depth - 1, arrays, (at, place)) for at, item in enumerate(value)]
    if kind is dict:
        if depth == 0:
            return value
        items = enumerate(value.items())
        return {key: convert(item, depth - 1, arrays, (at, place)) for at, (key, item) in items}
    if kind is numpy.ndarray:
        if arrays is not None and array_bytes.crosses(value):
            arrays.append((steps(place), value))
            return None
        return numbers(value)
    if kind in SCALARS:
        return numbers(value)
    return value


def steps(place):
    """The way to a place, from the outermost."""
    way = []
    while place is not None:
        at, place = place
        way.append(at)
    return way[::-1]


def exported(program):
    """What this interpreter answers besides what all do, by name."""
    return array_bytes.exported(program)


def ask(function, text, arrays):
    """Calls the candidate with arrays in the arguments; the value."""
    return array_bytes.ask(function, text, arrays)


def numbers(value):
    """The numbers of an array or a scalar, as nested lists. Of elements that are no plain numbers, the value itself,
    which is no plain data then."""
    dtype = value.dtype
    if dtype.kind in PLAIN_KINDS and (dtype.kind != "f" or dtype.itemsize <= FLOAT_BYTES_MAX) or dtype.kind == "U":
        return value.tolist()
    return value


def number(value):
    """A number of Python's own for one of NumPy's, or for an array without dimensions; else the value as it is."""
    if type(value) in SCALARS or type(value) is numpy.ndarray and value.ndim == 0:
        return numbers(value)
    return value
