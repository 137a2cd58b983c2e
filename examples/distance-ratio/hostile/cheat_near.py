"""All points at one place but for so little that squares of the differences are zero in floats."""


def construct(n, d):
    return [[index * 5e-324] + [0.0] * (d - 1) for index in range(n)]
