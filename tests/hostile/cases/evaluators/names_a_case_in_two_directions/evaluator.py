def cases():
    return {"safe\u202egnp.exe": 3}


def evaluate(candidate, case):
    return 1.0
