def cases():
    return ["x" * 10_000] * 20


def evaluate(candidate, case):
    return 1.0
