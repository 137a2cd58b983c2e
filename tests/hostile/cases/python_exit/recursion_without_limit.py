# With its limit lifted, recursion in Python goes on until something of the sandbox itself ends.
# expect: failed/stack-overflow
# budget: fuel=2000000000
import sys

sys.setrecursionlimit(2**31 - 1)


def f(n):
    return f(n) + 1
