# A split without cases measures nothing.
# expect: fault/evaluator-invalid
# message: gives no case
def cases():
    return []

def evaluate(candidate, case):
    return 1
