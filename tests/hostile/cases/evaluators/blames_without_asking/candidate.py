# The evaluator calls an answer invalid that it has not asked for.
# expect: fault/evaluator-invalid
# message: an answer that it has not asked for
def f(n):
    return n * n
