"""A bool is a kind of int in Python, and no priority."""


def priority(x, y, n):
    return x == y
