import lazaret
from wit_world.imports import candidate as bridge


def evaluate(candidate, case):
    try:
        candidate.missing()
    except lazaret.CandidateError:
        pass
    try:
        bridge.call("f", "[")
    except BaseException:
        raise lazaret.CandidateError("exception", "the candidate cannot read") from None
