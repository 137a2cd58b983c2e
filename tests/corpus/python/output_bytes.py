# Bytes are no plain data.
# message: result is of type bytes
# expect: failed/invalid-output
def f():
    return b"x"
