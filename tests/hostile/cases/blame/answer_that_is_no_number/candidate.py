# The answer is NaN, which passes through every calculation, and through the evaluator's maximum.
# expect: scored
# score: 0
def f(n):
    return float("nan")
