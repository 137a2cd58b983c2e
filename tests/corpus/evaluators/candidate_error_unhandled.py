# What it does not handle ends the case as the candidate's failure.
# expect: failed/exception
# message: ValueError: on purpose
def evaluate(candidate, case):
    return candidate.fail("on purpose")
