# The stage of a case is below zero, which would come last where stages have no sign.
# expect: fault/evaluator-invalid
# message: stage
def f(n):
    return n * n
