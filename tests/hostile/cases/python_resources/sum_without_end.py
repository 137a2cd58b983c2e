# One call into C that counts to a million million, without a single step of the interpreter's loop.
# expect: failed/out-of-fuel
def f(n):
    return sum(range(10**12))
