"""Sets with few sums and many differences, as in AlphaEvolve.

The candidate gives a set U of whole numbers, 0 among them and none negative. With U + U the set of its sums and
U - U that of its differences, 1 + log(|U - U| / |U + U|) / log(2 max U + 1) is a lower bound of a constant of which
sums and differences of finite sets are known to give such bounds. Sets are counted, and the logarithms are
computed to 50 digits.
"""

from decimal import Context, Decimal
from math import inf, nextafter

import lazaret

SIZE_MAX = 2_500
# Sets of sums are kept as bits of long numbers, so this bounds memory and time.
LARGEST = 2_000_000

DIGITS = Context(prec=50)


def describe():
    return {
        "metrics": {
            "bound": {"goal": "maximize", "minimum": 0},
            "sums": {"goal": "minimize", "minimum": 0},
            "differences": {"goal": "maximize", "minimum": 0},
        },
        "splits": ["search"],
    }


def evaluate(candidate, case):
    numbers = candidate.construct()
    if type(numbers) is not list or not 2 <= len(numbers) <= SIZE_MAX:
        raise lazaret.InvalidOutput(f"construct() must return a list of 2 to {SIZE_MAX} numbers")
    for index, number in enumerate(numbers):
        # Not even `bool`, which is a kind of `int` in Python.
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise lazaret.InvalidOutput(f"number {index} must be a whole number from 0 to {LARGEST:,}")
    if len(set(numbers)) != len(numbers):
        raise lazaret.InvalidOutput("a number is there twice")
    if 0 not in numbers:
        raise lazaret.InvalidOutput("0 must be in the set")
    largest = max(numbers)
    sums = pairs(numbers, numbers)
    differences = pairs(numbers, [largest - number for number in numbers])
    ratio = DIGITS.divide(Decimal(differences), Decimal(sums))
    bound = 1 + DIGITS.divide(DIGITS.ln(ratio), DIGITS.ln(Decimal(2 * largest + 1)))
    return {"bound": rounded_down(bound), "sums": sums, "differences": differences}


def pairs(one, other):
    """How many sums there are of a number of each."""
    bits = 0
    for number in other:
        bits |= 1 << number
    found = 0
    for number in one:
        found |= bits << number
    return found.bit_count()


def rounded_down(exact):
    """The largest float that is not above a number."""
    near = float(exact)
    return near if Decimal(near) <= exact else nextafter(near, -inf)
