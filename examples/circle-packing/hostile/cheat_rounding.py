"""Touching circles, each larger by a part in 10^15: no drawing and hardly any tolerance would show it."""


def construct(n):
    side = 6
    radius = (1 + 1e-15) / (2 * side)
    return [[(2 * (i % side) + 1) / (2 * side), (2 * (i // side) + 1) / (2 * side), radius] for i in range(n)]
