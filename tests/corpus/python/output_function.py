# A function cannot cross.
# message: result is of type function
# expect: failed/invalid-output
def f():
    return f
