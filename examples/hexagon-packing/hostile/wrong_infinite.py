"""A hexagon that is nowhere."""


def construct(n):
    return [[0.0, 0.0, 0.0]] + [[float("inf"), 0.0, 0.0]] * n
