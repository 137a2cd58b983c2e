import lazaret


def cases():
    return [lazaret.Case(3, id="early", stage=-1)]


def evaluate(candidate, case):
    return 1.0
