"""Looks for words in the candidate's text."""

import re


def evaluate(candidate, case):
    return float(bool(re.match(r"^(\w+\s?)*$", candidate.f(3))))
