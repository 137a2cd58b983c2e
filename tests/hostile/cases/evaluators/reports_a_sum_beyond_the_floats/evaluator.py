def evaluate(candidate, case):
    return 1e308 * 10
