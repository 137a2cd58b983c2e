# An evaluator has a budget, too.
# expect: fault/evaluator-limit
# message: fuel
def evaluate(candidate, case):
    while True:
        pass
