# Deep recursion is an error like any other.
# expect: fault/evaluator-exception
# message: RecursionError
def evaluate(candidate, case):
    return evaluate(candidate, case)
