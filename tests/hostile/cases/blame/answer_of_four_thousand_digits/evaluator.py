"""Trusts that the answer is a number."""


def cases():
    return [3, 1234]


def evaluate(candidate, case):
    return float(max(0.0, 1.0 - abs(candidate.f(case) - case * case)))
