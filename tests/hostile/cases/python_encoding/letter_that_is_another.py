# A name that looks like the one that is asked for, and is another.
# expect: failed/no-such-function
# message: there is no function `f`
def ƒ(n):
    return n * n
