# A generator is not run for its values.
# message: result is of type generator
# expect: failed/invalid-output
def f():
    return (x for x in range(3))
