# The evaluator blames its candidate when all cases are over.
# expect: fault/evaluator-invalid
# message: blames a candidate where there is none
def f(n):
    return n * n
