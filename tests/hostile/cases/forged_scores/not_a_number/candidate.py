# The candidate says that its score is NaN.
# expect: fault/evaluator-invalid
# message: finite
def f(n):
    return float("nan")
