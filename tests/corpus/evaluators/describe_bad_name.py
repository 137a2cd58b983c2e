# Names of metrics are plain.
# expect: fault/evaluator-invalid
# message: my score
def describe():
    return {"metrics": {"my score": "maximize"}}

def evaluate(candidate, case):
    return 1
