"""Thinks of a number, and has the candidate say it."""

import random


def evaluate(candidate, case):
    number = random.getrandbits(64)
    return float(number in candidate.f("which number?"))
