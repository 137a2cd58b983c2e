# What `summarize` returns is checked like a report.
# expect: fault/evaluator-invalid
# message: summarize
def evaluate(candidate, case):
    return 1

def summarize(reports):
    return float('nan')
