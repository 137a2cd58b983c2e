# The candidate says a score of four hundred digits.
# expect: fault/evaluator-invalid
# message: too large
def f(n):
    return 10**400
