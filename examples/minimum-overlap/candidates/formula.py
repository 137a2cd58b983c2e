"""A height for each of 95 places from -1 to 1. As written it is one half everywhere."""


def construct():
    return [min(1.0, max(0.0, height((2 * step - 94) / 95))) for step in range(95)]


def height(x):
    return 0.5 + 0 * abs(x)
