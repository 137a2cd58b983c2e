# The evaluator aborts.
# expect: fault/evaluator-trap
def f(n):
    return n * n
