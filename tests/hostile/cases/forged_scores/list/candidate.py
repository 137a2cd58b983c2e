# The candidate says two scores.
# expect: fault/evaluator-invalid
# message: got list
def f(n):
    return [1.0, 1.0]
