# Dicts that hold each other have no end.
# expect: failed/invalid-output
# message: nested more than 64 levels deep, or holds itself
def f(n):
    first, second = {}, {}
    first["other"], second["other"] = second, first
    return first
