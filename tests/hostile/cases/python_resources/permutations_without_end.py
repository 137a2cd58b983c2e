# Counts the orders of thirty things.
# expect: failed/out-of-fuel
import itertools


def f(n):
    return sum(1 for _ in itertools.permutations(range(30)))
