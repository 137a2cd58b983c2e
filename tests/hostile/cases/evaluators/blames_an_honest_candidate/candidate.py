# The evaluator raises a failure of its candidate by itself, and the candidate has answered.
# expect: fault/evaluator-invalid
# message: blames a candidate that did not fail
def f(n):
    return n * n
