# The evaluator leaves with status 0 while it is loaded.
# expect: fault/evaluator-trap
# message: does not load
def f(n):
    return n * n
