# Iterators inside of iterators overflow the stack in C code that does not count its depth; natively, a crash.
# expect: failed/stack-overflow
# budget: fuel=2000000000
import itertools


def f(n):
    nested = iter(())
    for _ in range(300_000):
        nested = itertools.chain(nested)
    return next(nested)
