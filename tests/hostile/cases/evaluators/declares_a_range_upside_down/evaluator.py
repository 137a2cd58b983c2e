def describe():
    return {"metrics": {"score": {"goal": "maximize", "minimum": 1, "maximum": 0}}}


def evaluate(candidate, case):
    return 1
