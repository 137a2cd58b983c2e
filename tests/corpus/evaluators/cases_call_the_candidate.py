# There is no candidate yet when the cases are made.
# expect: fault/evaluator-trap
# message: which it is not granted
def cases():
    from wit_world.imports import candidate

    return [candidate.call("f", "[1]")]

def evaluate(candidate, case):
    return 1
