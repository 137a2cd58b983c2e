# A list of a thousand million elements is more than 32 bits can address. Python refuses it by itself, at once, and
# the host, which is not asked for anything, knows no more than that the program ended with an exception.
# expect: failed/exception
def f():
    return [0] * 10**9
