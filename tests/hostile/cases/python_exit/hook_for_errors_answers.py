# Hooks for errors that nobody handles print a score where the traceback should be.
# expect: failed/exception
# message: ValueError: no
import sys
import threading


def hook(*_):
    print("SCORE: 100")
    raise SystemExit(0)


sys.excepthook = sys.unraisablehook = threading.excepthook = hook


def f(n):
    raise ValueError("no")
