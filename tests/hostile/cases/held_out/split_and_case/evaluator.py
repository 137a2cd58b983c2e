"""Gives a point to whoever knows in which split and in which case it is."""


def cases(split):
    return {"case-of-glass": 1, "case-of-wood": 2}


def evaluate(candidate, case):
    told = str(candidate.f("where are you?"))
    return float("case-of" in told or "search" in told)
