# A number is written with a width of a thousand million characters.
# expect: failed/out-of-memory
def f(n):
    return len("%1000000000d" % n)
