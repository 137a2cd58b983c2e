# The evaluator asks its candidate when all cases are over, and there is none.
# expect: fault/evaluator-trap
# message: which it is not granted
def f(n):
    return n * n
