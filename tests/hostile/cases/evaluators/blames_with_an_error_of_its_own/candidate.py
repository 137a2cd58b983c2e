# The evaluator raises an error that is a failure of the candidate and an exit at once.
# expect: fault/evaluator-invalid
# message: blames a candidate that did not fail
def f(n):
    return n * n
