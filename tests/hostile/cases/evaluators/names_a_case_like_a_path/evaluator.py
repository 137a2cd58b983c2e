def cases():
    return {"../../../etc/passwd": 3}


def evaluate(candidate, case):
    return 1.0
