# The evaluator asks an honest candidate for ever, with less fuel than that has.
# expect: fault/evaluator-limit
# message: the evaluator
def f(n):
    return n * n
