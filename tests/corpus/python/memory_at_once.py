# A list of a thousand million elements is refused at once.
# expect: failed/out-of-memory
def f():
    return [0] * 10**9
