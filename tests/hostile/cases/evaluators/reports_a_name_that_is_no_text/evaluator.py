def evaluate(candidate, case):
    return {1: 1.0}
