def evaluate(candidate, case):
    return float("inf") - float("inf")
