# The candidate says that its score is the smallest number below zero.
# expect: fault/evaluator-invalid
# message: outside its range
def f(n):
    return -5e-324
