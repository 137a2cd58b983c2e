"""Erdos' minimum overlap, by step functions, as in AlphaEvolve.

The candidate gives the heights of a step function h on [0, 2]: from 0 to 1, of integral 1 once scaled. How much
do h and 1 - h overlap when one is shifted against the other, at worst? The least possible worst is a constant
between 0.379005 and whatever is found here: every step function is a proof of an upper bound. It is computed in
whole numbers.
"""

from fractions import Fraction
from math import inf, nextafter

import lazaret

STEPS_MAX = 1000


def describe():
    return {
        "metrics": {"overlap": {"goal": "minimize", "minimum": 0.379}},
        "splits": ["search"],
    }


def evaluate(candidate, case):
    heights = candidate.construct()
    if type(heights) is not list or not 1 <= len(heights) <= STEPS_MAX:
        raise lazaret.InvalidOutput(f"construct() must return a list of 1 to {STEPS_MAX} heights")
    for index, height in enumerate(heights):
        # `bool` is a kind of `int` in Python and no height; NaN fails the comparison.
        if type(height) not in (int, float) or not 0 <= height <= 1:
            raise lazaret.InvalidOutput(f"height {index} must be a number from 0 to 1")
    exact = [Fraction(height) for height in heights]
    unit = max(height.denominator for height in exact)
    # Denominators of floats are powers of two, so the largest is a multiple of all.
    steps, count = [int(height * unit) for height in exact], len(exact)
    total = sum(steps)
    if total == 0:
        raise lazaret.InvalidOutput("some height must be greater than 0")
    # Scaled to an integral of 1, a step a is a * count / (2 * total).
    if count * max(steps) > 2 * total:
        raise lazaret.InvalidOutput("scaled to an integral of 1, the function is larger than 1 somewhere")
    rest = [2 * total - count * step for step in steps]
    # The overlap is linear between shifts by whole steps, so it is largest at one of these.
    worst = max(products(steps, rest[::-1]))
    return rounded_up(Fraction(worst, 2 * total * total))


def products(one, other):
    """All sums of products with equal sums of indices, by one product of two long numbers."""
    width = (max(one) * max(other) * len(one)).bit_length() // 8 + 1
    pack = lambda numbers: int.from_bytes(b"".join(it.to_bytes(width, "little") for it in numbers), "little")
    size = (len(one) + len(other)) * width
    packed = (pack(one) * pack(other)).to_bytes(size, "little")
    return [int.from_bytes(packed[at : at + width], "little") for at in range(0, size, width)]


def rounded_up(exact):
    """The least float that is not below an exact number."""
    near = float(exact)
    return near if Fraction(near) >= exact else nextafter(near, inf)
