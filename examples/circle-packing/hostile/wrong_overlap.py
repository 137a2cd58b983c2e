"""All circles at one place."""


def construct(n):
    return [[0.5, 0.5, 0.5]] * n
