# Looks for something that is not there among all whole numbers, in C.
# expect: failed/out-of-fuel
import itertools


def f(n):
    return "right" in itertools.count()
