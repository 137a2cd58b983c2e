# The summary has a metric that nobody has declared.
# expect: fault/evaluator-invalid
# message: bonus
def f(n):
    return n * n
