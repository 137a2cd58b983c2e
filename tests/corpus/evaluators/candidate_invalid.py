# An evaluator may refuse the candidate's answer.
# expect: failed/invalid-output
# message: not a permutation: [1, 1]
import lazaret

def evaluate(candidate, case):
    raise lazaret.InvalidOutput(f"not a permutation: {candidate.f([1, 1])}")
