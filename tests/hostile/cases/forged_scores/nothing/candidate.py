# The candidate says nothing.
# expect: fault/evaluator-invalid
# message: got NoneType
def f(n):
    return None
