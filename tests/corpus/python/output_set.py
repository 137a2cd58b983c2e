# A set is no plain data.
# message: result is of type set
# expect: failed/invalid-output
def f():
    return {1, 2}
