# A list of a thousand million elements has more bytes than there are addresses: CPython refuses it without asking anybody.
# message: MemoryError
# expect: failed/exception
def f():
    return [0] * 10**9
