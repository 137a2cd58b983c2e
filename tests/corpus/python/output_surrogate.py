# A lone surrogate is not Unicode, so it cannot cross.
# message: lone surrogate
# expect: failed/invalid-output
def f():
    return "a\ud800b"
