# The range of a metric ends before it begins, so that no number is outside of it, or every one.
# expect: fault/evaluator-invalid
# message: range
def f(n):
    return n * n
