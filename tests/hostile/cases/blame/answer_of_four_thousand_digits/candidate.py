# The answer is a whole number that fits no float.
# expect: fault/evaluator-exception
# message: OverflowError
def f(n):
    return 10**4000
