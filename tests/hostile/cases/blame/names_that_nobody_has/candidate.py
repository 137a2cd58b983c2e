# The evaluator asks for functions that a candidate never defined, and gets none of the language's own.
# expect: scored
# score: 0
def f(n):
    return n * n
