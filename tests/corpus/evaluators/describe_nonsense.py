# What `describe` returns is checked.
# expect: fault/evaluator-invalid
# message: must be `minimize` or `maximize`
def describe():
    return {"metrics": {"score": "up"}}

def evaluate(candidate, case):
    return 1
