# The evaluator logs empty lines without end.
# expect: fault/evaluator-limit
# message: wrote more output
def f(n):
    return n * n
