# Texts that are interned for good, one longer than the other.
# expect: failed/out-of-memory
# budget: fuel=2000000000
import sys


def f(n):
    names = []
    while True:
        n += 1
        names.append(sys.intern(f"{n}" * 1000))
