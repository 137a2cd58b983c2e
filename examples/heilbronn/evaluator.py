"""Heilbronn's problem for triangles and for convex regions, as in AlphaEvolve.

Points are to be placed so that the smallest triangle that three of them make is as large as can be: in the
triangle (0, 0), (1, 0), (1/2, sqrt(3)/2), as a share of its area, or anywhere, as a share of the area of their
convex hull. Areas are exact; the root of three is squared away.
"""

from fractions import Fraction
from itertools import combinations
from math import inf, isqrt, nextafter

import lazaret

# (region, points) and the largest least areas that AlphaEvolve published.
PUBLISHED = {("triangle", 11): 0.036529, ("convex", 13): 0.030936}


def describe():
    return {
        "metrics": {
            # How near to what was published; no maximum, as a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
            "area": {"goal": "maximize", "minimum": 0},
        },
        "splits": ["search"],
    }


def cases():
    return [lazaret.Case([region, n], id=f"{region}-{n}") for region, n in PUBLISHED]


def evaluate(candidate, case):
    region, n = case
    points = candidate.construct(region, n)
    if type(points) is not list or len(points) != n:
        raise lazaret.InvalidOutput(f"construct({region!r}, {n}) must return a list of {n} points")
    exact = [point(given, index) for index, given in enumerate(points)]
    least = min(abs(twice_area(*three)) for three in combinations(exact, 3))
    if region == "triangle":
        for index, (x, y) in enumerate(exact):
            if not (y >= 0 and y * y <= 3 * min(x, 1 - x) ** 2 and 0 <= x <= 1):
                raise lazaret.InvalidOutput(f"point {index} is outside of the triangle")
        # Twice the area of the triangle is the root of 3/4.
        area = root_rounded_down(least * least / Fraction(3, 4))
    else:
        whole = twice_area_of_hull(exact)
        if whole == 0:
            raise lazaret.InvalidOutput("all points are on one line")
        area = rounded_down(least / whole)
    return {"share": 100 * area / PUBLISHED[region, n], "area": area}


def point(given, index):
    if type(given) is not list or len(given) != 2:
        raise lazaret.InvalidOutput(f"point {index} must be a list of two numbers")
    for number in given:
        # `bool` is a kind of `int` in Python and no number here; NaN fails the comparison.
        if type(number) not in (int, float) or not -1e6 <= number <= 1e6:
            raise lazaret.InvalidOutput(f"point {index} must be made of numbers from -1,000,000 to 1,000,000")
    return tuple(Fraction(number) for number in given)


def twice_area(a, b, c):
    """Positive if the three turn to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def twice_area_of_hull(points):
    """Of the convex hull, from below and from above, each from left to right."""
    ordered = sorted(points)
    hulls = []
    for sign in (1, -1):
        hull = []
        for new in ordered:
            while len(hull) > 1 and sign * twice_area(hull[-2], hull[-1], new) <= 0:
                hull.pop()
            hull.append(new)
        hulls.append(hull)
    around = hulls[0] + hulls[1][-2:0:-1]
    return sum(twice_area(around[0], one, other) for one, other in zip(around[1:], around[2:]))


def root_rounded_down(exact):
    """A float that is not above the root of an exact number, and within 2^-100 and a rounding of it."""
    scale = 2**200
    return rounded_down(Fraction(isqrt(exact.numerator * scale // exact.denominator), 2**100))


def rounded_down(exact):
    """The largest float that is not above an exact number."""
    near = float(exact)
    return near if Fraction(near) <= exact else nextafter(near, -inf)
