# The evaluator counts its cases in every place that it has: each case is a fresh one.
# expect: scored
# score: 0
def f(n):
    return n * n
