# An evaluator that raises is at fault, not the candidate.
# expect: fault/evaluator-exception
# message: ZeroDivisionError
def evaluate(candidate, case):
    return 1 / 0
