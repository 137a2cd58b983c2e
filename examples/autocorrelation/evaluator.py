"""The first autocorrelation inequality, by step functions, as in AlphaEvolve.

For every function f that is not negative, the largest value of f convolved with itself is at least C times the
square of its integral, on an interval of length 1/2. The candidate gives heights of a step function, and with it
a proof that C is at most so large. It is computed in whole numbers.
"""

from fractions import Fraction
from math import inf, nextafter

import lazaret

STEPS_MAX = 1000


def describe():
    return {
        # It is proven that no function is below 1.28.
        "metrics": {"bound": {"goal": "minimize", "minimum": 1.28}},
        "splits": ["search"],
    }


def evaluate(candidate, case):
    steps = whole(candidate.construct())
    return rounded_up(Fraction(2 * len(steps) * max(squared(steps)), sum(steps) ** 2))


def whole(heights):
    """The heights as whole numbers in one unit, which has no influence on the bound."""
    if type(heights) is not list or not 1 <= len(heights) <= STEPS_MAX:
        raise lazaret.InvalidOutput(f"construct() must return a list of 1 to {STEPS_MAX} heights")
    for index, height in enumerate(heights):
        # `bool` is a kind of `int` in Python and no height; NaN fails the comparison.
        if type(height) not in (int, float) or not 0 <= height <= 1e6:
            raise lazaret.InvalidOutput(f"height {index} must be a number from 0 to 1,000,000")
    exact = [Fraction(height) for height in heights]
    # Denominators of floats are powers of two, so the largest is a multiple of all.
    unit = max(height.denominator for height in exact)
    steps = [int(height * unit) for height in exact]
    if not any(steps):
        raise lazaret.InvalidOutput("some height must be greater than 0")
    return steps


def squared(steps):
    """The steps convolved with themselves, by one square of a long number."""
    width = (max(steps) ** 2 * len(steps)).bit_length() // 8 + 1
    packed = int.from_bytes(b"".join(step.to_bytes(width, "little") for step in steps), "little")
    size = 2 * len(steps) * width
    square = (packed * packed).to_bytes(size, "little")
    return [int.from_bytes(square[at : at + width], "little") for at in range(0, size, width)]


def rounded_up(exact):
    """The least float that is not below an exact number."""
    near = float(exact)
    return near if Fraction(near) >= exact else nextafter(near, inf)
