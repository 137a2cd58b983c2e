# A text is asked for that is as large as any text can be.
# expect: failed/out-of-memory
def f(n):
    return len("x" * (2**31 - 1 - 64))
