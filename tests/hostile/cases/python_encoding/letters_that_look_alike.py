# Two names that look the same: the one that is right is never used.
# expect: scored
# score: 0
def f(n):
    answer = n * n
    аnswer = -n
    return аnswer
