import lazaret


def evaluate(candidate, case):
    candidate.f(3)
    raise lazaret.CandidateError("exit", "the candidate exited with status 1", "SystemExit")
