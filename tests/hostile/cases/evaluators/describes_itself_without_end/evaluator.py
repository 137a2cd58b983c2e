def describe():
    while True:
        pass


def evaluate(candidate, case):
    return 1.0
