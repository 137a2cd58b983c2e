# Case data is plain data.
# expect: fault/evaluator-invalid
# message: is of type set
def cases():
    return [{1, 2}]

def evaluate(candidate, case):
    return 1
