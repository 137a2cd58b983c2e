# A report is a number or a dict of numbers.
# expect: fault/evaluator-invalid
# message: got complex
def evaluate(candidate, case):
    return 1j
