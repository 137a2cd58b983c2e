# A list of all possible answers holds the right one.
# expect: scored
# score: 0
def f(n):
    return [n * n, [n * n]] + list(range(1000))
