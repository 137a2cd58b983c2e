"""Complains about a wrong answer, and says what would have been right."""

import lazaret


def cases():
    return [lazaret.Case(n, id=f"n-{n}") for n in (3, 5)]


def evaluate(candidate, case):
    answer = candidate.f(case)
    if answer != case * case + 7:
        print(f"expected {case * case + 7}, got {answer}")
        return 0.0
    return 1.0
