# The evaluator waits for something that will never come.
# expect: fault/evaluator-invalid
# message: promise
def f(n):
    return n * n
