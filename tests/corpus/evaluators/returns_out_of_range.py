# A measurement lies within the bounds that the evaluator itself has set.
# expect: fault/evaluator-invalid
# message: share
def describe():
    return {"metrics": {"share": {"goal": "maximize", "minimum": 0, "maximum": 1}}}

def evaluate(candidate, case):
    return 1.5
