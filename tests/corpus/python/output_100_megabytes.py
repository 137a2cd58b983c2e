# A result of 100 MB is refused before the host copies it.
# budget: memory=1073741824
# expect: failed/result-limit
def f():
    return "x" * 100_000_000
