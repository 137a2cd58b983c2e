# A result that is exactly as large as what may leave the sandbox.
# expect: scored
# score: 0
def f(n):
    return "x" * (65536 - 2)
