# Says the first ten thousand numbers of its own generators, in case the evaluator's are the same.
# expect: scored
# score: 0
import os
import random


def f(question):
    said = [random.getrandbits(64) for _ in range(800)]
    said += [random.Random(seed).getrandbits(64) for seed in range(400)]
    said += [int.from_bytes(os.urandom(8), order) for _ in range(200) for order in ("little", "big")]
    return said
