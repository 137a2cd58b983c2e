# The report has a dict where a number belongs.
# expect: fault/evaluator-invalid
# message: got dict
def f(n):
    return n * n
