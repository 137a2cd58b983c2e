# The range of a metric ends at something that is no number, so that every comparison with it fails.
# expect: fault/evaluator-invalid
# message: range
def f(n):
    return n * n
