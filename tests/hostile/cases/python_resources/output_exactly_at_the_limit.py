# Fills the output to its last byte, and then writes nothing, very often.
# expect: scored
# score: 0
import os


def f(n):
    os.write(1, b"x" * 2048)
    os.write(2, b"y" * 2048)
    for _ in range(1000):
        os.write(1, b"")
    return 0
