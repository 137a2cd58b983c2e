"""Takes the answer for code, which is the worst that an evaluator can do; it is in a sandbox of its own."""


def evaluate(candidate, case):
    return float(eval(candidate.f(3)) == 9 and 0)
