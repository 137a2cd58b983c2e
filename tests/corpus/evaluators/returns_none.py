# A report is a number or a dict of numbers.
# expect: fault/evaluator-invalid
# message: got NoneType
def evaluate(candidate, case):
    return None
