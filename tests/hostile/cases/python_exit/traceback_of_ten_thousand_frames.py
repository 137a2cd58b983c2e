# A traceback made by hand is longer than any stack, and each step of it wants to be told.
# expect: failed/exception
# budget: fuel=1000000000
# message: ValueError: long
import sys
from types import TracebackType


def f(n):
    traceback = None
    for line in range(10_000):
        traceback = TracebackType(traceback, sys._getframe(), 0, line)
    raise ValueError("long").with_traceback(traceback)
