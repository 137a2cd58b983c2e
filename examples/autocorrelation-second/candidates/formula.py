"""A height for each of 100 places from 0 to 1. As written it is one everywhere."""


def construct():
    return [max(0.0, height(step / 99)) for step in range(100)]


def height(x):
    return 1 + 0 * x
