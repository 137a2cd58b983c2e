# Asks for a thousand million random bytes at once.
# expect: failed/out-of-memory
import os


def f(n):
    return len(os.urandom(10**9))
