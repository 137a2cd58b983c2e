# The candidate says that its score is true.
# expect: fault/evaluator-invalid
# message: got bool
def f(n):
    return True
