"""Runs one module of NumPy's own tests in the sandbox, by pytest; `tests/numpy` starts it, once for each fresh instance.

What became of each test is printed as soon as it is known, one line of JSON behind a mark, so that an instance that ends
in the middle of a test takes no result of another with it. The order of the tests is the same in every instance, so that
the next one goes on by number.
"""

import builtins
import gc
import importlib
import io
import json
import os
import sys
import types
from pathlib import Path

import numpy
import pytest
from _pytest import python
from app import carried, early

MARK = "\x1elazaret "

MESSAGE_CHARACTERS_MAX = 300
FRAMES_MAX = 4

# As in NumPy's own `pytest.ini`: warnings are errors, but for these.
WARNINGS = """
    error
    ignore:numpy.dtype size changed
    ignore:numpy.ufunc size changed
    ignore: divide by zero encountered in log
    ignore: invalid value encountered in log
    ignore:the matrix subclass is not
    ignore:Importing from numpy.matlib is
    ignore:Due to \\'_pack_\\', the
"""

ARGUMENTS = [
    "--assert=plain", "--no-header", "-qq", "--capture=sys", "--tb=line", "--import-mode=importlib",
    # These want files.
    "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:debugging", "-p", "no:logging", "-p", "no:junitxml",
    "-p", "no:pastebin",
    "-o", f"filterwarnings={WARNINGS}",
]

# What tests import and the sandbox does not have. A test that uses one fails; the others of its module run.
ABSENT = ("ctypes", "mmap", "multiprocessing")

LEFT_OUT = ("numpy.f2py.", "numpy.typing.", "numpy.distutils.", "numpy._pyinstaller.")

stream = sys.stdout
real_open = io.open
real_import = builtins.__import__


def modules():
    """The names of all modules of tests."""
    names = [name for name in early.library.modules if ".tests.test_" in f".{name}" and not name.startswith(LEFT_OUT)]
    return sorted(names)


def run(module, first, count, slow):
    """Runs so many tests of a module from the one with this number on; gives how many there are."""
    # What was here before the snapshot is hidden from the collector, which hypothesis asks whether anybody refers to the
    # old generator.
    gc.get_referrers = lambda *objects: [sys.modules]
    builtins.__import__ = import_module
    # The one folder of tests that is no package.
    sys.modules["numpy._core.tests"] = types.ModuleType("numpy._core.tests")
    sys.modules["numpy._core.tests"].__path__ = []
    early.library.exec_module = exec_module
    builtins.open = io.open = open_file
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.argv = ["pytest"]
    os.chdir = lambda folder: None
    if module.startswith("numpy.random.tests."):
        # The old generator's numbers have 64 bits here, as where C's `long` has; so that is what the tests are to expect.
        numpy.long = numpy.int64
    plugin = Plugin(module, first, count, slow)
    sys.stdout = io.StringIO()
    try:
        status = pytest.main(ARGUMENTS, plugins=[plugin, sys.modules["numpy.conftest"]])
    finally:
        printed, sys.stdout = sys.stdout.getvalue(), stream
    return {"status": int(status), "tests": plugin.tests, "slow": plugin.slow_tests, "output": printed[-2000:]}


class Absent(types.ModuleType):
    """Stands for a module that is not in the sandbox, and for whatever is in it. Only a call is an error."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def __call__(self, *arguments, **named):
        raise ImportError(f"{self.__name__} is not in the sandbox")

    def __mro_entries__(self, bases):
        return ()


def import_module(name, globals=None, locals=None, fromlist=(), level=0):
    """Lets modules of tests import what is not there, so that only those tests fail that use it."""
    root = name.partition(".")[0]
    if root in ABSENT and globals is not None and ".tests." in globals.get("__name__", ""):
        return Absent(name if fromlist else root)
    return real_import(name, globals, locals, fromlist, level)


def exec_module(module):
    """Modules of the library have no file; tests want to know theirs."""
    module.__file__ = f"/{module.__name__.replace('.', '/')}.py"
    type(early.library).exec_module(early.library, module)


def open_file(file, mode="r", *arguments, **named):
    """Serves the data files of the tests out of memory, for reading; all else is as it is in the sandbox."""
    if isinstance(file, (str, os.PathLike)):
        data = carried.files.get(os.path.normpath(os.fspath(file)).lstrip("/"))
        if data is not None and mode in ("r", "rt", "rb"):
            return io.BytesIO(data) if mode == "rb" else io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    return real_open(file, mode, *arguments, **named)


class Carried(python.Module):
    """A module of tests that lies in no file."""

    def _getobj(self):
        return importlib.import_module(self.name)


class Plugin:
    """Collects the tests and says what becomes of them."""

    def __init__(self, module, first, count, slow):
        self.module, self.first, self.count, self.slow = module, first, count, slow
        self.tests = self.slow_tests = 0
        self.number = first
        self.said = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session):
        """In the place of a search in folders."""
        path = Path(f"/{self.module.replace('.', '/')}.py")
        module = Carried.from_parent(session, name=self.module, path=path, nodeid=self.module)
        items = list(session.genitems(module))
        session.config.hook.pytest_collection_modifyitems(session=session, config=session.config, items=items)
        fast = [item for item in items if self.slow or item.get_closest_marker("slow") is None]
        self.tests, self.slow_tests = len(fast), len(items) - len(fast)
        session.items = fast[self.first:self.first + self.count]
        session.testscollected = len(session.items)
        session.config.hook.pytest_collection_finish(session=session)
        return True

    def pytest_collectreport(self, report):
        if report.outcome != "passed":
            outcome = "skipped" if report.outcome == "skipped" else "error"
            say({"test": f"{report.nodeid} (collecting)", "outcome": outcome, "message": str(report.longrepr)[-1000:]})

    def pytest_runtest_logstart(self, nodeid):
        self.said = {"number": self.number, "test": nodeid, "outcome": None}
        say(self.said)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if report.outcome == "skipped" or call.excinfo is not None:
            outcome = {"failed": "failed" if report.when == "call" else "error"}.get(report.outcome, report.outcome)
            if hasattr(report, "wasxfail"):
                outcome = "xfailed" if report.outcome == "skipped" else "failed"
            self.said = {**self.said, "outcome": outcome, **reason(call.excinfo)}
        elif report.when == "call" and report.outcome == "failed":
            self.said = {**self.said, "outcome": "failed", "kind": "XPASS", "message": str(report.longrepr)[:300]}
        elif report.when == "call" and self.said["outcome"] is None:
            self.said = {**self.said, "outcome": "xpassed" if hasattr(report, "wasxfail") else "passed"}
        return report

    def pytest_runtest_logfinish(self):
        say(self.said)
        self.number += 1


def reason(excinfo):
    if excinfo is None:
        return {}
    frames = []
    step = excinfo.tb
    while step is not None:
        code = step.tb_frame.f_code
        if not code.co_filename.startswith(("/1/_pytest", "/1/pluggy")):
            frames.append(f"{code.co_filename}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    try:
        message = str(excinfo.value)
        if isinstance(excinfo.value, BaseExceptionGroup):
            message = f"{message}: {excinfo.value.exceptions[0]!r}"
    except BaseException as error:
        message = f"(its message raised {type(error).__name__})"
    if MESSAGE_CHARACTERS_MAX < len(message):
        message = f"{message[:MESSAGE_CHARACTERS_MAX // 2]}…{message[-MESSAGE_CHARACTERS_MAX // 2:]}"
    return {"kind": excinfo.type.__name__, "message": message, "frames": frames[-FRAMES_MAX:]}


def say(line):
    stream.write(f"{MARK}{json.dumps(line)}\n")
    stream.flush()
