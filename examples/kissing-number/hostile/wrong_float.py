"""The circle's six neighbours, in floats: nearly 60 degrees is no proof."""

from math import cos, pi, sin


def construct(n):
    return [[cos(i * pi / 3), sin(i * pi / 3)] + [0.0] * (n - 2) for i in range(6)]
