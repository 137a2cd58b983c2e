"""Regular hexagons of side 1 in the smallest regular hexagon, as in AlphaEvolve.

The candidate gives a centre and an angle for the large hexagon and for each small one. None may overlap another;
how large the large one must be is computed. Nothing is rounded: an angle stands for the rotation by fractions
that is nearest to it, corners then have coordinates a + b sqrt(3) with fractions a and b, and these are compared
exactly. So every packing that is accepted is one, if with angles that differ by less than 1e-14 degrees.
"""

from fractions import Fraction
from itertools import combinations
from math import inf, isqrt, nextafter, radians, tan

import lazaret

# The sides that AlphaEvolve published, by the number of hexagons.
PUBLISHED = {11: 3.931, 12: 3.942}


def describe():
    return {
        "metrics": {
            # How near to what was published; no maximum, as a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
            "side": {"goal": "minimize", "minimum": 1},
        },
        "splits": ["search"],
    }


def cases():
    return [lazaret.Case(n, id=f"n{n}") for n in PUBLISHED]


def evaluate(candidate, case):
    n = case
    answer = candidate.construct(n)
    if type(answer) is not list or len(answer) != n + 1:
        raise lazaret.InvalidOutput(f"construct({n}) must return {n + 1} hexagons, the large one first")
    outer, *inner = [Hexagon(given, index) for index, given in enumerate(answer)]
    for (first, one), (second, other) in combinations(enumerate(inner, 1), 2):
        if not (one.is_beside(other) or other.is_beside(one)):
            raise lazaret.InvalidOutput(f"hexagons {first} and {second} overlap")
    side = rounded_up(max(outer.side_around(hexagon) for hexagon in inner))
    return {"share": 100 * PUBLISHED[n] / side, "side": side}


class Surd:
    """A number a + b sqrt(3) with fractions a and b."""

    def __init__(self, a, b=0):
        self.a, self.b = a, b

    def __add__(self, other):
        return Surd(self.a + other.a, self.b + other.b)

    def __sub__(self, other):
        return Surd(self.a - other.a, self.b - other.b)

    def __mul__(self, other):
        return Surd(self.a * other.a + 3 * self.b * other.b, self.a * other.b + self.b * other.a)

    def __abs__(self):
        return Surd(-self.a, -self.b) if self.is_negative() else self

    def __lt__(self, other):
        return (self - other).is_negative()

    def __gt__(self, other):
        return other < self

    def is_negative(self):
        if self.a <= 0 and self.b <= 0:
            return self.a != 0 or self.b != 0
        if self.a >= 0 and self.b >= 0:
            return False
        # Of different signs: the larger square decides.
        return (self.a < 0) == (self.a * self.a > 3 * self.b * self.b)


HALF, HALF_ROOT = Surd(Fraction(1, 2)), Surd(0, Fraction(1, 2))
# Three corners and three normals of the hexagon at angle 0; the others are opposite.
CORNERS = [(Surd(1), Surd(0)), (HALF, HALF_ROOT), (Surd(Fraction(-1, 2)), HALF_ROOT)]
NORMALS = [(HALF_ROOT, HALF), (Surd(0), Surd(1)), (Surd(0, Fraction(-1, 2)), HALF)]


class Hexagon:
    def __init__(self, given, index):
        if type(given) is not list or len(given) != 3:
            raise lazaret.InvalidOutput(f"hexagon {index} must be a list of x, y and an angle in degrees")
        for number in given:
            # `bool` is a kind of `int` in Python and no number here; NaN fails the comparison.
            if type(number) not in (int, float) or not -1000 <= number <= 1000:
                raise lazaret.InvalidOutput(f"hexagon {index} must be made of numbers from -1,000 to 1,000")
        x, y, angle = given
        self.x, self.y = Fraction(x), Fraction(y)
        # The same hexagon, turned by less than a sixth of a circle.
        half = Fraction(tan(radians(angle % 60) / 2))
        cosine, sine = (1 - half**2) / (1 + half**2), 2 * half / (1 + half**2)
        turned = lambda x, y: (
            Surd(cosine) * x - Surd(sine) * y,
            Surd(sine) * x + Surd(cosine) * y,
        )
        self.corners = [turned(*corner) for corner in CORNERS]
        self.normals = [turned(*normal) for normal in NORMALS]

    def reach(self, other, normal):
        """How far from the own centre the other hexagon lies along a normal: its near and its far end."""
        middle = abs(along(normal, Surd(other.x - self.x), Surd(other.y - self.y)))
        half = max(abs(along(normal, *corner)) for corner in other.corners)
        return middle - half, middle + half

    def is_beside(self, other):
        """Whether one of the own sides has the other hexagon on its outer side."""
        if (self.x - other.x) ** 2 + (self.y - other.y) ** 2 >= 4:
            return True
        return any(not self.reach(other, normal)[0] < HALF_ROOT for normal in self.normals)

    def side_around(self, other):
        """The side that a hexagon at the own place needs to hold the other one."""
        far = max(self.reach(other, normal)[1] for normal in self.normals)
        return far * Surd(0, Fraction(2, 3))


def along(normal, x, y):
    return normal[0] * x + normal[1] * y


def rounded_up(number):
    """A float that is not below an exact number, and within 2^-100 and a rounding of it."""
    root = isqrt(3 << 200) + (number.b > 0)
    exact = number.a + number.b * Fraction(root, 1 << 100)
    near = float(exact)
    return near if Fraction(near) >= exact else nextafter(near, inf)
