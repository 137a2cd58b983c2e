# Counts in its own module how often it was asked, and answers rightly from the second time on.
# expect: scored
# score: 0
asked = 0


def f(n):
    global asked
    asked += 1
    return n * n if 1 < asked else 0
