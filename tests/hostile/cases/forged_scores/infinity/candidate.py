# The candidate says that its score is infinite.
# expect: fault/evaluator-invalid
# message: finite
def f(n):
    return float("inf")
