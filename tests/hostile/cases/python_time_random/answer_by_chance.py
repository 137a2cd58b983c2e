# Guesses, with a generator that is seeded by everything that could differ between two runs.
# expect: scored
# score: 0
import os
import random
import time

seed = f"{time.time_ns()} {os.urandom(8)} {id(object())} {hash('x')} {os.getpid()}"
generator = random.Random(seed)


def f(n):
    guess = generator.randrange(n * n + 1, 2**64)
    print(guess)
    return guess
