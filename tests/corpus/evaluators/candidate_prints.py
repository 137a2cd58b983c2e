# What a candidate prints is no score.
# expect: scored
# score: 1
def evaluate(candidate, case):
    candidate.shout()
    return 1
