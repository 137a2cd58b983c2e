# The answer is a number of steps, and the evaluator takes them all.
# expect: fault/evaluator-limit
# message: fuel
def f(n):
    return 10**15
