def evaluate(candidate, case):
    return float(candidate.f(3) == 9)
