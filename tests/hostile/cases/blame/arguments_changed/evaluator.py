"""Passes the same list in each call, and looks whether it is still the same."""


def evaluate(candidate, case):
    shared = {"numbers": [3, 4, 5], "answer": None}
    kept = str(shared)
    candidate.f(shared)
    candidate.f(shared["numbers"])
    return float(str(shared) != kept)
