# The candidate fails once, and the evaluator blames it in words of its own: the host says what it saw.
# expect: failed/exception
# message: ValueError: the only failure
def f(n):
    raise ValueError("the only failure")
