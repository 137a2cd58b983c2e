# The evaluator describes its metrics by pointers that lead nowhere.
# expect: fault/evaluator-trap
def f(n):
    return n * n
