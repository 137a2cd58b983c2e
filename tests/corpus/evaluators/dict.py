# So is a dict with every metric.
# expect: scored
# score: 2
def describe():
    return {"metrics": {"size": "maximize", "cost": {"goal": "minimize", "unit": "s", "minimum": 0}}}

def evaluate(candidate, case):
    return {"cost": 1, "size": candidate.f(2)}
