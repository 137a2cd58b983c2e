# The report is computed beyond the largest float, and is infinite.
# expect: fault/evaluator-invalid
# message: finite
def f(n):
    return n * n
