# Each score is a number, and their sum is none.
# expect: fault/evaluator-invalid
# message: finite
def f(n):
    return n * n
