# The evaluator asks for its seed without end.
# expect: fault/evaluator-limit
# message: called the host more often
def f(n):
    return n * n
