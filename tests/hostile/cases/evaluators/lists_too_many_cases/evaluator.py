def cases():
    return list(range(10_001))


def evaluate(candidate, case):
    return 1.0
