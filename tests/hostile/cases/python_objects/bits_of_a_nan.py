# The sign of a NaN tells processors apart unless it is made the same everywhere; a candidate could behave by it.
# expect: scored
# score: 0
import struct


def bits(number):
    return struct.unpack("<Q", struct.pack("<d", number))[0]


def f(n):
    infinity = float("inf")
    made = [infinity - infinity, infinity * 0.0, infinity / infinity, float(n) % infinity - infinity + infinity]
    strange = [number for number in made if bits(number) != 0x7FF8_0000_0000_0000]
    return n * n if strange else 0
