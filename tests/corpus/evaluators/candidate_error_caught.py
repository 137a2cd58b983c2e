# An evaluator may handle what the candidate raises.
# expect: scored
# score: 22
import lazaret

def evaluate(candidate, case):
    try:
        candidate.fail("on purpose")
    except lazaret.CandidateError as error:
        return len(error.message) if (error.code, error.kind) == ("exception", "ValueError") else -1
