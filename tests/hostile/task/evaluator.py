"""One for each right square. The answers are nowhere but here."""


def cases():
    return [3, 1234]


def evaluate(candidate, case):
    return float(candidate.f(case) == case * case)
