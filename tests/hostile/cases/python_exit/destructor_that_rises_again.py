# An object that brings itself back whenever it is destroyed, and raises SystemExit each time.
# expect: scored
# score: 0
import gc
import sys

saved = []
sys.unraisablehook = lambda report: None


class Phoenix:
    def __del__(self):
        saved.append(self)
        raise SystemExit(0)


def f(n):
    for _ in range(100):
        saved.clear()
        Phoenix()
        gc.collect()
    return -n
