# The answer has a member that promises have.
# expect: scored
# score: 0
def f(n):
    return {"then": "resolve", "catch": "reject", "finally": n}
