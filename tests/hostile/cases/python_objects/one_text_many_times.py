# The same text of a kilobyte a hundred times: small for its maker, and beyond what may leave the sandbox.
# expect: failed/result-limit
def f(n):
    return ["x" * 1024] * 100
