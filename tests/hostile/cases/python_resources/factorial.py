# A factorial whose digits alone would fill a disk.
# expect: failed/out-of-fuel
import math


def f(n):
    return math.factorial(10**8) % 10
