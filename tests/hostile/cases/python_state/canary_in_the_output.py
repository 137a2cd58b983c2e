# Leaves half a line in the buffer of its output, so that it appears in the output of the next run.
# expect: scored
# score: 0
import io
import sys


def f(n):
    late = io.TextIOWrapper(open(1, "wb", buffering=1 << 16, closefd=False), write_through=False)
    late.write(f"SCORE of the next one: {n * n}")
    sys.stdout.write("half a line")
    sys.canary = late
    return 0
