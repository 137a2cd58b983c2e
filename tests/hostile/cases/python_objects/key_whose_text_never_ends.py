# The message about a wrong value quotes the keys on the way to it; a hundred thousand characters are one of them.
# expect: failed/invalid-output
# message: is of type object
def f(n):
    return {"\x1b[31m" * 100_000: {"'\"\\": [object()]}}
