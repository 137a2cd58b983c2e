# Endless recursion is Python's own error.
# message: RecursionError
# expect: failed/exception
def f():
    return f()
