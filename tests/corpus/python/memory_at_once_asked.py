# A thousand million bytes are asked for at once, and the host refuses them.
# message: MemoryError
# expect: failed/out-of-memory
def f():
    return bytes(10**9)
