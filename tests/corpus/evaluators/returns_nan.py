# NaN is no measurement.
# expect: fault/evaluator-invalid
# message: NaN
def evaluate(candidate, case):
    return float("nan")
