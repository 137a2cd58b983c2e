"""Forgives one failure, and blames the candidate for it later."""

import lazaret


def evaluate(candidate, case):
    try:
        candidate.f(3)
    except lazaret.CandidateError:
        pass
    raise lazaret.CandidateError("exit", "exited with status 0")
