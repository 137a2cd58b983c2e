# Writes nothing, ten thousand times, which costs no output and some work of the host each time.
# expect: failed/hostcall-limit
# budget: fuel=1000000000
import os


def f(n):
    while True:
        os.write(1, b"")
