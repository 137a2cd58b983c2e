# The answer is code, and the evaluator runs it: it reaches the evaluator, and nothing behind it.
# expect: fault/evaluator-trap
# message: status 0
def f(n):
    return "__import__('os')._exit(0)"
