def evaluate(candidate, case):
    return 0.0


def summarize(reports):
    return {"score": 0.0, "bonus": 10**9}
