# A view of memory that can be written to after it was handed over.
# expect: failed/invalid-output
# message: result is of type memoryview
memory = bytearray(8)


def f(n):
    return memoryview(memory).cast("Q")
