# The candidate says a metric with a name as long as a result may be.
# expect: fault/evaluator-invalid
# message: metric
def f(n):
    return {"score": 0.0, "x" * 60_000: 1.0}
