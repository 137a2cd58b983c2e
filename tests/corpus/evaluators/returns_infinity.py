# Infinity is no measurement.
# expect: fault/evaluator-invalid
# message: inf
def evaluate(candidate, case):
    return float("-inf")
