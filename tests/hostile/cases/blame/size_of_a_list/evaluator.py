"""Makes a list as long as the candidate says."""


def evaluate(candidate, case):
    return float(len([0] * candidate.f(3)) == 9)
