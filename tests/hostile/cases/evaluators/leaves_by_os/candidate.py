# The evaluator leaves with status 0 before it has scored anything.
# expect: fault/evaluator-trap
# message: status 0
def f(n):
    return n * n
