def cases():
    value = 3
    for _ in range(65):
        value = [value]
    return [value]


def evaluate(candidate, case):
    return 1.0
