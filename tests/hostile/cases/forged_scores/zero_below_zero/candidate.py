# The candidate says that its score is the zero below zero.
# expect: scored
# score: 0
def f(n):
    return -0.0
