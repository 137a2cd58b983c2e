# The evaluator declares more metrics than anybody reads.
# expect: fault/evaluator-invalid
# message: 33 metrics
def f(n):
    return n * n
