# The answer is a text on which the evaluator's own expression never comes to an end.
# expect: fault/evaluator-limit
# message: fuel
def f(n):
    return "a" * 60 + "!"
