# A list that holds itself has no end.
# message: nested more than 64 levels deep, or holds itself
# expect: failed/invalid-output
def f():
    endless = []
    endless.append(endless)
    return endless
