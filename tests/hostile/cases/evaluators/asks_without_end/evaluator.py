"""Asks again and again, and gets the right answer each time."""


def evaluate(candidate, case):
    while candidate.f(7) == 49:
        pass
    return 1.0
