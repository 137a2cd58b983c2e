"""How many bytes a candidate has found that others have left behind. Nobody is owed a single one."""

import lazaret


def describe():
    return {"metrics": {"found": {"goal": "minimize", "minimum": 0}}, "splits": ["once", "twice"]}


def cases(split):
    # What can only be told by a question which of the two it is: to leave marks (1) or to look for them (0).
    return {"leave": 1, "look": 0} if split == "twice" else {"look": 0}


def evaluate(candidate, case):
    return candidate.f(case)
