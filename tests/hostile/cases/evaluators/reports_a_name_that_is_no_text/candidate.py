# The report has a metric whose name is a number.
# expect: fault/evaluator-invalid
# message: no str
def f(n):
    return n * n
