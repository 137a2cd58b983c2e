# The cases of the evaluator are together larger than one of its results may be.
# expect: fault/evaluator-limit
# message: returned a value larger
def f(n):
    return n * n
