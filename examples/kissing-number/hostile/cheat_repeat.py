"""The axes, over and over: as many vectors as anybody could wish for, if nobody compares them."""


def construct(n):
    axes = [[(i == axis) * sign for i in range(n)] for axis in range(n) for sign in (1, -1)]
    return axes * 2
