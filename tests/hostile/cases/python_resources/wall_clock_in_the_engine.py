# One call into C, longer than the time that there is.
# expect: inconclusive/wall-timeout
# budget: fuel=20000000000 wall_ms=40
def f(n):
    return sum(range(10**12))
