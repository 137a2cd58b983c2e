# The evaluator never says what it measures.
# expect: fault/evaluator-limit
def f(n):
    return n * n
