# Every metric must be there.
# expect: fault/evaluator-invalid
# message: cost
def describe():
    return {"metrics": {"size": "maximize", "cost": "minimize"}}

def evaluate(candidate, case):
    return {"size": 1}
