# The evaluator reports a metric that it has declared only to itself.
# expect: fault/evaluator-invalid
# message: metric
def f(n):
    return n * n
