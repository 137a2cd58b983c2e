# The candidate writes over everything in its interpreter that could count what it uses.
# expect: scored
# score: 0
import sys


def f(n):
    for name, module in list(sys.modules.items()):
        for counter in ("fuel", "calls", "memory_bytes_peak", "usage"):
            try:
                setattr(module, counter, 0)
            except Exception:
                pass
    return sum(range(10_000)) * 0 + n * n
