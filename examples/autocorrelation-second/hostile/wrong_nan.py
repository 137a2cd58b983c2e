"""A height that is not a number, and with it every sum."""


def construct():
    return [1.0, float("nan")]
