# The candidate stops and turns back every clock that it can reach.
# expect: scored
# score: 0
import sys
import time


def f(n):
    for name in dir(time):
        if name.endswith(("time", "time_ns", "counter", "counter_ns", "monotonic", "monotonic_ns")):
            setattr(time, name, lambda *_: -1)
    sys.modules["time"] = None
    return n * n
