# The evaluator has more fuel than time.
# expect: inconclusive/wall-timeout
def f(n):
    return n * n
