"""Takes the candidate's own word for its score, between 0 and 1."""


def describe():
    return {"metrics": {"score": {"goal": "maximize", "minimum": 0, "maximum": 1}}}


def evaluate(candidate, case):
    return candidate.f(3)
