"""The rows with a height that is the root of three in floats: below it by 1e-16, so they overlap by that."""


def construct(n):
    height = 3**0.5
    return [[4.0, 2.0, 0.0]] + [[2 * (index // 3), height * (index % 3), 0.0] for index in range(n)]
