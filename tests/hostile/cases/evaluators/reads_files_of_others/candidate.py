# The evaluator asks for data files by paths that lead out of its folder.
# expect: scored
# score: 0
def f(n):
    return n * n
