# The evaluator lists one case more than a split may have.
# expect: fault/evaluator-invalid
# message: 10001 cases
def f(n):
    return n * n
