import lazaret


def evaluate(candidate, case):
    while True:
        lazaret.log("")
