import lazaret


def evaluate(candidate, case):
    return 0.0


def summarize(reports):
    raise lazaret.InvalidOutput("it was him")
