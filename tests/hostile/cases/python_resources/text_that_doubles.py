# A text that is added to itself until the memory ends. CPython loses its own MemoryError on the way and complains of
# types without names; so this is an error, and its twin `text_that_doubles_elsewhere` is out of memory.
# expect: failed/exception
# message: TypeError: unsupported operand type(s) for +=
def f(n):
    text = "xx"
    while True:
        text += text
