# A whole number beyond the floats is no measurement.
# expect: fault/evaluator-invalid
# message: too large
def evaluate(candidate, case):
    return 10**400
