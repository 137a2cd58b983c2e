def evaluate(candidate, case):
    while True:
        pass
