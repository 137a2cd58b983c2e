# `cases` may ask for the split and the seed and for nothing else.
# expect: fault/evaluator-invalid
# message: it also wants `size`
def cases(size):
    return [size]

def evaluate(candidate, case):
    return 1
