# The answer is infinite; the distance from it is, too, and the evaluator's maximum with zero is zero.
# expect: scored
# score: 0
def f(n):
    return float("inf")
