# The twin of output_deepest: one level more than 64.
# message: nested more than 64 levels deep
# expect: failed/invalid-output
def f():
    value = 1
    for _ in range(65):
        value = [value]
    return value
