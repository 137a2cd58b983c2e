import lazaret


def cases():
    return [lazaret.Case(3, id="late", stage=2**32)]


def evaluate(candidate, case):
    return 1.0
