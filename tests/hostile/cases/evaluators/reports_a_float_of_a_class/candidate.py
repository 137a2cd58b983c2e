# The report is a number of a class of the evaluator's own.
# expect: fault/evaluator-invalid
# message: got Score
def f(n):
    return n * n
