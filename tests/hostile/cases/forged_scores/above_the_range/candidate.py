# The candidate says that its score is above all that there are.
# expect: fault/evaluator-invalid
# message: outside its range
def f(n):
    return 1.0000000000000002
