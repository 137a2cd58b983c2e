# The report is a dict of a class of the evaluator's own.
# expect: fault/evaluator-invalid
# message: got Report
def f(n):
    return n * n
