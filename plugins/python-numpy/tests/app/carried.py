"""What the interpreter carries that runs NumPy's own tests: all that the shipped one does, the tests with their C
modules and data files, and pytest. The shipped `carried` is `app.shipped` here."""

import importlib
import os
import sys
import tempfile

from app import shipped
from app.shipped import *  # noqa: F403

# Extension modules cannot be loaded from the library, and what all tests need is loaded once.
PRELOADED_TOO = """
    numpy._core._multiarray_tests numpy._core._umath_tests numpy._core._rational_tests numpy._core._struct_ufunc_tests
    numpy._core._operand_flag_tests numpy._core._simd numpy.testing numpy.conftest pytest hypothesis.strategies
""".split()

# Of the many languages that `pygments` knows, those that pytest asks for.
LEXERS = {"__init__.py", "_mapping.py", "diff.py", "python.py"}

# Path without a slash in front -> bytes: the files that tests read.
files = {}


def prepare(library):
    """What is done before the snapshot."""
    # The tests' own place for files; none can be made, and asking would end in an error.
    tempfile.tempdir = "/tmp"
    # As NumPy's own set-up of its tests does it, which comes too late for modules that are loaded here.
    os.environ["NUMPY_EXPERIMENTAL_DTYPE_API"] = "1"
    shipped.prepare(library)
    for folder in sys.path:
        if os.path.isdir(f"{folder}/_pytest"):
            collect(library, folder)
    for name in PRELOADED_TOO:
        importlib.import_module(name)
    for name in sys.modules["_pytest.config"].default_plugins:
        importlib.import_module(f"_pytest.{name}")


def collect(library, folder):
    """The packages beside NumPy, and the data files of its tests."""
    for entry in sorted(os.listdir(folder)):
        path = f"{folder}/{entry}"
        if entry == "numpy":
            collect_files(path, "numpy")
        elif os.path.isdir(path) and os.path.exists(f"{path}/__init__.py"):
            left_out = shipped.LEFT_OUT
            if entry == "pygments":
                left_out = left_out.union(os.listdir(f"{path}/lexers")) - LEXERS
            library.collect(path, f"{entry}.", left_out)


def collect_files(folder, name):
    for entry in sorted(os.listdir(folder)):
        path, inner = f"{folder}/{entry}", f"{name}/{entry}"
        if os.path.isdir(path):
            collect_files(path, inner)
        elif "/tests/" in inner and not entry.endswith((".py", ".so")):
            with open(path, "rb") as file:
                files[inner] = file.read()
