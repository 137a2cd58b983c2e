import lazaret


def evaluate(candidate, case):
    raise lazaret.InvalidOutput("it would have been wrong")
