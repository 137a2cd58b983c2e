# A truth value counts as the number one in Python, and might in a score.
# expect: scored
# score: 0
def f(n):
    return True
