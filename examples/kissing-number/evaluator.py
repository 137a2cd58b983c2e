"""Kissing configurations: how many equal balls can touch one in the middle, in whole numbers, as in AlphaEvolve.

The candidate gives whole vectors. If none is zero and no two are nearer to each other than the longest is long,
then all angles between them are 60 degrees or more, and as many balls can touch one. Whole numbers of any size
are exact, so this is a proof.
"""

from itertools import combinations
from operator import mul

import lazaret

# The dimensions, and the largest configurations known. Those in 3, 4 and 8 dimensions cannot be larger; 593 in
# 11 is what AlphaEvolve found.
LARGEST_KNOWN = {3: 12, 4: 24, 8: 240, 11: 593}

# Coordinates beyond this would only make the evaluator slow.
LARGEST = 10**30


def describe():
    return {
        "metrics": {
            "vectors": {"goal": "maximize", "unit": "vectors", "minimum": 0},
            # No maximum: a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
        },
        "splits": ["search"],
    }


def cases():
    return [lazaret.Case(n, id=f"d{n}", stage=stage) for stage, n in enumerate(LARGEST_KNOWN)]


def evaluate(candidate, case):
    n = case
    vectors = candidate.construct(n)
    # Twice the record is more than can be, and bounds the work.
    most = 2 * LARGEST_KNOWN[n]
    if type(vectors) is not list or len(vectors) > most:
        raise lazaret.InvalidOutput(f"construct({n}) must return a list of at most {most} vectors")
    for index, vector in enumerate(vectors):
        check(vector, n, index)
    squares = [sum(map(mul, vector, vector)) for vector in vectors]
    if 0 in squares:
        raise lazaret.InvalidOutput(f"vector {squares.index(0)} is zero")
    longest = max(squares, default=0)
    for (first, one), (second, other) in combinations(enumerate(vectors), 2):
        if squares[first] + squares[second] - 2 * sum(map(mul, one, other)) < longest:
            raise lazaret.InvalidOutput(f"vectors {first} and {second} are too near to each other")
    return {"vectors": len(vectors), "share": 100 * len(vectors) / LARGEST_KNOWN[n]}


def check(vector, n, index):
    if type(vector) is not list or len(vector) != n:
        raise lazaret.InvalidOutput(f"vector {index} must be a list of {n} whole numbers")
    for number in vector:
        # Not even `bool`, which is a kind of `int` in Python.
        if type(number) is not int or abs(number) > LARGEST:
            raise lazaret.InvalidOutput(f"vector {index} must be made of whole numbers of at most 30 digits")


def summarize(reports):
    """The number in the most dimensions ranks; the mean share tells equal ones apart."""
    return {
        "vectors": reports[-1]["vectors"],
        "share": sum(report["share"] for report in reports) / len(reports),
    }
