"""Scores a candidate by how near it comes to a curve.

The candidate runs in a sandbox of its own, a fresh one for each case, and sees nothing of this file: no
point that it is not asked for, and no score.
"""

import math

import lazaret


def describe():
    """What is measured. The first metric ranks candidates."""
    return {"metrics": {"error": {"goal": "minimize", "minimum": 0}}}


def cases(split, seed):
    """The inputs, one sandbox each: here, where ten points begin. A case that fails fails the candidate."""
    return [lazaret.Case(start, id=f"from-{start}") for start in (-4, 0, 4)]


def evaluate(candidate, start):
    """The mean distance from the curve over ten points. `candidate.predict` is a call into the sandbox."""
    distance = 0.0
    for step in range(10):
        x = start + 0.25 * step
        height = candidate.predict(x)
        if not math.isfinite(height):
            raise lazaret.InvalidOutput("a height must be finite")
        distance += abs(height - curve(x))
    return {"error": distance / 10}


def curve(x):
    return x / (1 + x * x)
