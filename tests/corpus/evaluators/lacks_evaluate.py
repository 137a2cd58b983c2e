# Without `evaluate` there is no evaluator.
# expect: fault/evaluator-invalid
# message: must define `evaluate(candidate, case)`
def score(candidate):
    return 1
