# The report has a metric whose name looks like the declared one.
# expect: fault/evaluator-invalid
# message: metric
def f(n):
    return n * n
