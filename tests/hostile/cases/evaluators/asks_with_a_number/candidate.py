# The evaluator asks with a number where a list or an object must be, and lets the candidate be blamed.
# expect: fault/evaluator-invalid
# message: the arguments are an integer, expected a list or an object
def f(n):
    return n * n
