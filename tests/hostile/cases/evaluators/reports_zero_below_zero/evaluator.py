def evaluate(candidate, case):
    return -0.0
