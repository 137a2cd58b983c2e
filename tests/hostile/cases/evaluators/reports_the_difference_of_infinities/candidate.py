# The report is the difference of two infinities.
# expect: fault/evaluator-invalid
# message: finite
def f(n):
    return n * n
