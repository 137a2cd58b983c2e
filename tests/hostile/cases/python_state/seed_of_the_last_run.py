# Reads from the state of its generators how much chance others have used before it.
# expect: scored
# score: 0
import os
import random


def f(n):
    first = random.getstate()[1][-1]
    for _ in range(1000):
        random.random()
    return n * n if first not in (624, 0) else 0
