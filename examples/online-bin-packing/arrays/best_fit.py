"""Best fit on an array, in the form in which FunSearch's published heuristics are written."""

import numpy  # noqa: F401, because it is what makes an array of `bins`


def priority(item, bins):
    return item - bins
