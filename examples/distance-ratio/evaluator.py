"""Points with a small ratio of the largest to the least distance, as in AlphaEvolve.

The square of the ratio is a fraction of whole numbers, if the points are taken as exactly what was given.
"""

from fractions import Fraction
from itertools import combinations
from math import inf, nextafter

import lazaret

# (points, dimensions) and the least squares of the ratio that AlphaEvolve published.
PUBLISHED = {(16, 2): 12.889266, (14, 3): 4.165850}


def describe():
    return {
        "metrics": {
            # How near to what was published; no maximum, as a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
            "ratio": {"goal": "minimize", "minimum": 1},
        },
        "splits": ["search"],
    }


def cases():
    return [lazaret.Case([n, d], id=f"n{n}-d{d}") for n, d in PUBLISHED]


def evaluate(candidate, case):
    n, d = case
    points = candidate.construct(n, d)
    if type(points) is not list or len(points) != n:
        raise lazaret.InvalidOutput(f"construct({n}, {d}) must return a list of {n} points")
    exact = [point(given, d, index) for index, given in enumerate(points)]
    squares = [sum((a - b) ** 2 for a, b in zip(one, other)) for one, other in combinations(exact, 2)]
    least = min(squares)
    if least == 0:
        raise lazaret.InvalidOutput("two points are the same")
    ratio = rounded_up(max(squares) / least)
    return {"share": 100 * PUBLISHED[n, d] / ratio, "ratio": ratio}


def point(given, d, index):
    if type(given) is not list or len(given) != d:
        raise lazaret.InvalidOutput(f"point {index} must be a list of {d} numbers")
    for number in given:
        # `bool` is a kind of `int` in Python and no number here; NaN fails the comparison.
        if type(number) not in (int, float) or not -1e6 <= number <= 1e6:
            raise lazaret.InvalidOutput(f"point {index} must be made of numbers from -1,000,000 to 1,000,000")
    return [Fraction(number) for number in given]


def rounded_up(exact):
    """The least float that is not below an exact number."""
    if exact > 1e300:
        raise lazaret.InvalidOutput("two points are too near to each other")
    near = float(exact)
    return near if Fraction(near) >= exact else nextafter(near, inf)
