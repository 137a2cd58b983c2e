# An evaluator that sends objects is at fault.
# expect: fault/evaluator-exception
# message: TypeError: arguments[0] is of type object
def evaluate(candidate, case):
    return candidate.f(object())
