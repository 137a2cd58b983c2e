# A result that is one byte larger than what may leave the sandbox.
# expect: failed/result-limit
def f(n):
    return "x" * (65536 - 1)
