"""Points along a spiral: from the middle of a disc outwards, or from one pole of a ball to the other."""

from math import cos, sin


def construct(n, d):
    return [flat(index) if d == 2 else solid(index, n) for index in range(n)]


def flat(index):
    radius = index + 1.0
    angle = 2.0 * index
    return [radius * cos(angle), radius * sin(angle)]


def solid(index, n):
    height = 1 - 2 * (index + 0.5) / n
    radius = abs(1 - height**2) ** 0.5
    angle = 2.0 * index
    return [radius * cos(angle), radius * sin(angle), height]
