"""A set around zero, of which the largest number tells only half."""


def construct():
    return [-1000, 0, 1, 3]
