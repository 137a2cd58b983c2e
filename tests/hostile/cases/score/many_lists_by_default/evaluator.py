"""One for a right square."""


def cases():
    return [3]


def evaluate(candidate, case):
    return float(candidate.f(case) == case * case)
