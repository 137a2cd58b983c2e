"""Sets without corners, in the form of FunSearch.

A corner is three points (x, y), (x + d, y), (x, y + d) with d not zero, where x, y and d are vectors of n bits
and are added without carry. The candidate gives every point a priority. The points are taken in the order of
their priorities, and each joins the set if it makes no corner with two that are already in it.
"""

import lazaret

# The largest sets that an integer program found. For n = 1 and 2 it proved that none is larger.
LARGEST_KNOWN = {1: 2, 2: 8, 3: 24, 4: 96}


def describe():
    return {
        "metrics": {
            "size": {"goal": "maximize", "unit": "points", "minimum": 0},
            # No maximum: a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
        },
        "splits": ["search"],
    }


def cases():
    return [lazaret.Case(n, id=f"n{n}", stage=stage) for stage, n in enumerate(LARGEST_KNOWN)]


def evaluate(candidate, case):
    n = case
    side = 2**n
    bits = [[number >> place & 1 for place in reversed(range(n))] for number in range(side)]
    points = [(x, y) for x in range(side) for y in range(side)]
    priorities = {(x, y): checked(candidate.priority(bits[x], bits[y], n), x, y) for x, y in points}
    members = build(points, priorities, side)
    if has_corner(members):
        raise AssertionError(f"the set built for n = {n} has a corner")
    return {"size": len(members), "share": 100 * len(members) / LARGEST_KNOWN[n]}


def checked(number, x, y):
    # `bool` is a kind of `int` in Python and no priority; NaN alone differs from itself.
    if type(number) not in (float, int) or number != number:
        kind = "NaN" if type(number) is float else type(number).__name__
        raise lazaret.InvalidOutput(f"the priority of the point {x:b}, {y:b} must be a number; got {kind}")
    return number


def build(points, priorities, side):
    """The points of the set. Equal priorities keep their order; minus infinity means never."""
    members = set()
    for x, y in sorted(points, key=priorities.__getitem__, reverse=True):
        if priorities[x, y] == float("-inf"):
            continue
        steps = range(1, side)
        # The new point may be any of the three of a corner.
        closes = any(
            (x ^ d, y) in members and (x, y ^ d) in members
            or (x ^ d, y) in members and (x ^ d, y ^ d) in members
            or (x, y ^ d) in members and (x ^ d, y ^ d) in members
            for d in steps
        )
        if not closes:
            members.add((x, y))
    return members


def has_corner(members):
    """Found apart from `build`: every two points of one row span the one corner that they may belong to."""
    rows = {}
    for x, y in members:
        rows.setdefault(y, []).append(x)
    return any(
        (x, y ^ x ^ other) in members for y, row in rows.items() for x in row for other in row if other != x
    )


def summarize(reports):
    """The size for the largest n ranks; the mean share tells equal ones apart."""
    return {
        "size": reports[-1]["size"],
        "share": sum(report["share"] for report in reports) / len(reports),
    }
