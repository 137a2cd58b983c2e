# The answer has members by the names of the language's own, which change other objects where they are taken for these.
# expect: scored
# score: 0
def f(n):
    pollution = {"square": n * n, "polluted": True}
    return {"__proto__": pollution, "constructor": {"prototype": pollution}, "prototype": pollution}
