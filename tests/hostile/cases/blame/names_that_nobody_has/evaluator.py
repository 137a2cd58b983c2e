"""Asks for functions that nobody has, and for one that every object has."""

import lazaret


def evaluate(candidate, case):
    told = 0
    for name in ("__class__", "__import__", "exec", "", "f\0", "../f", "f()", "\x1b[2J", "x" * 10_000):
        try:
            candidate.call(name, 3)
            told += 1
        except lazaret.CandidateError as error:
            told += error.code != "no-such-function"
    return float(told)
