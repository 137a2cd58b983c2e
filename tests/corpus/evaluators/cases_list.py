# Cases are plain data; the score is the mean over them.
# expect: scored
# score: 3
def cases():
    return [1, 2, 6]

def evaluate(candidate, case):
    return candidate.f(case)
