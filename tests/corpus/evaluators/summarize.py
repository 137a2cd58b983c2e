# The evaluator may sum up by itself.
# expect: scored
# score: 5
def cases():
    return [1, 5]

def evaluate(candidate, case):
    return candidate.f(case)

def summarize(reports):
    return max(report["score"] for report in reports)
