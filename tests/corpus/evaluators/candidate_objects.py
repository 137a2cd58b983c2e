# Objects do not cross.
# expect: failed/invalid-output
# message: result is of type Liar
def evaluate(candidate, case):
    return candidate.object()
