# A number is a whole report.
# expect: scored
# score: 21
def evaluate(candidate, case):
    return candidate.f(20) + 1
