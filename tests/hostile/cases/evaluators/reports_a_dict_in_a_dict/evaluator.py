def evaluate(candidate, case):
    return {"score": {"value": 1}}
