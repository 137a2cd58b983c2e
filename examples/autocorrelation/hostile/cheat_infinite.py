"""An infinite integral: any bound divided by it is nothing."""


def construct():
    return [1.0, float("inf"), 1.0]
