# The evaluator lists all whole numbers as its cases.
# expect: fault/evaluator-limit
def f(n):
    return n * n
