# The size of a structure is computed from a format that has two thousand million fields.
# expect: failed/out-of-memory
import struct


def f(n):
    return len(struct.pack("2147483000x"))
