# A report is a number or a dict of numbers.
# expect: fault/evaluator-invalid
# message: got str
def evaluate(candidate, case):
    return "1"
