# The report is the zero below zero, which is equal to zero and is written in another way.
# expect: scored
# score: 0
def f(n):
    return n * n
