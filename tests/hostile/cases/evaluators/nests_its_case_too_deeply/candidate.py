# The data of a case is nested deeper than any value may be.
# expect: fault/evaluator-invalid
# message: nested more than 64
def f(n):
    return n * n
