# A failure that the candidate was forgiven is not the one that the evaluator makes itself with a question that is no value.
# expect: fault/evaluator-invalid
# message: the arguments are no value
def f(n):
    return n * n
