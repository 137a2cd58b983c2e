"""Circles in the unit square, with radii as large as can be, as in AlphaEvolve.

The candidate gives n circles. None may leave the square, and no two may overlap. Every check and every sum is
made with exact fractions of the numbers as they were given, so nothing can hide in a rounding error: circles
that overlap by 1e-17 overlap.
"""

from fractions import Fraction
from itertools import combinations
from math import inf, nextafter

import lazaret

# The sums of radii that AlphaEvolve published, by the number of circles.
PUBLISHED = {26: 2.63586, 32: 2.9379}


def describe():
    return {
        "metrics": {
            # No maximum: a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
            "radii": {"goal": "maximize", "minimum": 0},
        },
        "splits": ["search"],
    }


def cases():
    return [lazaret.Case(n, id=f"n{n}") for n in PUBLISHED]


def evaluate(candidate, case):
    n = case
    answer = candidate.construct(n)
    if type(answer) is not list or len(answer) != n:
        raise lazaret.InvalidOutput(f"construct({n}) must return a list of {n} circles")
    circles = [circle(given, index) for index, given in enumerate(answer)]
    for index, (x, y, r) in enumerate(circles):
        if r < 0:
            raise lazaret.InvalidOutput(f"circle {index} has a negative radius")
        if not (r <= x <= 1 - r and r <= y <= 1 - r):
            raise lazaret.InvalidOutput(f"circle {index} leaves the unit square")
    for (first, one), (second, other) in combinations(enumerate(circles), 2):
        if (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < (one[2] + other[2]) ** 2:
            raise lazaret.InvalidOutput(f"circles {first} and {second} overlap")
    radii = rounded_down(sum(r for _, _, r in circles))
    return {"share": 100 * radii / PUBLISHED[n], "radii": radii}


def circle(given, index):
    if type(given) is not list or len(given) != 3:
        raise lazaret.InvalidOutput(f"circle {index} must be a list of three numbers: x, y and radius")
    for number in given:
        # `bool` is a kind of `int` in Python and no number here; NaN fails the comparison.
        if type(number) not in (int, float) or not -1 <= number <= 2:
            raise lazaret.InvalidOutput(f"circle {index} must be made of numbers from -1 to 2")
    return [Fraction(number) for number in given]


def rounded_down(exact):
    """The largest float that is not above an exact number."""
    near = float(exact)
    return near if Fraction(near) <= exact else nextafter(near, -inf)
