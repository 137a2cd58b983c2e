# No other metric may be there.
# expect: fault/evaluator-invalid
# message: bonus
def evaluate(candidate, case):
    return {"score": 1, "bonus": 2}
