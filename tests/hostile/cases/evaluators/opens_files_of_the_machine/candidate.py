# The evaluator itself opens files, programs and connections: it is trusted to score, and with nothing else.
# expect: scored
# score: 0
def f(n):
    return n * n
