"""Squares, asked for and answered as an array."""

import numpy as np


def evaluate(candidate, case):
    numbers = np.arange(8.0)
    answer = candidate.f(numbers)
    return float(np.array_equal(answer, numbers * numbers))
