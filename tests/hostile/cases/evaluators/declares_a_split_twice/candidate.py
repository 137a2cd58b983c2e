# The evaluator declares a split twice, so that a score could be of either.
# expect: fault/evaluator-invalid
# message: search
def f(n):
    return n * n
