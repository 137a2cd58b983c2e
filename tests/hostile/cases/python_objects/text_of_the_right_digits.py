# A text of the right digits is as good as the number only for those who convert before they compare.
# expect: scored
# score: 0
def f(n):
    return str(n * n)
