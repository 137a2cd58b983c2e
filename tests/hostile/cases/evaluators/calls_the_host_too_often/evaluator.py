import lazaret


def evaluate(candidate, case):
    while lazaret.seed() == lazaret.seed():
        pass
