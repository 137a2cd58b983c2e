# Writes a megabyte at once, which is either all kept or not at all.
# expect: failed/output-limit
import sys


def f(n):
    sys.stdout.write("x" * (1 << 20))
    return 0
