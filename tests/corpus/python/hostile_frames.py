# The frames above hold nothing of an evaluator.
# expect: value []
import sys

def f():
    depth, frame, names = 0, sys._getframe(), set()
    while frame is not None:
        names |= set(frame.f_locals)
        frame, depth = frame.f_back, depth + 1
    return sorted(name for name in names if "case" in name or "answer" in name)
