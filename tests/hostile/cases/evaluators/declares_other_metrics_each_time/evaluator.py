import lazaret


def describe():
    # The description is asked for in an instance of its own; what is left in this one is gone by then.
    global described
    described = globals().get("described", 0) + 1
    return {"metrics": {f"score_{described}": "maximize"}}


def evaluate(candidate, case):
    describe()
    return {"score_2": 10**9}
