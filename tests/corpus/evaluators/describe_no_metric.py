# There must be a metric.
# expect: fault/evaluator-invalid
# message: metrics
def describe():
    return {"metrics": {}}

def evaluate(candidate, case):
    return 1
