# An answer that says it has a thousand numbers and comes with three: whoever believes it reads what lies behind.
# expect: failed/invalid-output
# message: too short
from struct import pack

import numpy as np
from app import array_bytes

FLOAT64 = 10


def lie(result):
    # No steps to its place, one dimension.
    return "null", pack("<BBBI", 0, FLOAT64, 1, 1000) + bytes(24)


array_bytes.result_of = lie


def f(numbers):
    return numbers * numbers
