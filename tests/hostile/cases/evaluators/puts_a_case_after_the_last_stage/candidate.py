# The stage of a case does not fit 32 bits, and would be the first one if it were cut.
# expect: fault/evaluator-invalid
# message: stage
def f(n):
    return n * n
