# The answer is as long as it may be, and the evaluator prints it.
# expect: fault/evaluator-limit
# message: output
def f(n):
    return "x" * 60_000
