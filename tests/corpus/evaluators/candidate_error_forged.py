# An evaluator cannot blame a candidate that did not fail.
# expect: fault/evaluator-invalid
# message: blames a candidate that did not fail
import lazaret

def evaluate(candidate, case):
    candidate.f(1)
    raise lazaret.CandidateError("exception", "it was him")
