# A cache that keeps every result of a function that nobody needs.
# expect: failed/out-of-memory
# budget: fuel=2000000000
import functools


@functools.cache
def kept(number):
    return bytes(1000)


def f(n):
    while True:
        n += 1
        kept(n)
