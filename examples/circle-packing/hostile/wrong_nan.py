"""Radii that are not numbers: every comparison with them is false, also `overlap`."""


def construct(n):
    return [[0.5, 0.5, float("nan")]] * n
