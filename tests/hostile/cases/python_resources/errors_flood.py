# Writes to the stream of errors, in pieces of one byte, until somebody stops it.
# expect: failed/output-limit
# budget: output=1000
import os


def f(n):
    while True:
        os.write(2, b"!")
