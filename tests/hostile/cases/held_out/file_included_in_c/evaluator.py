"""Keeps its answers in a file of the task."""

import json

import lazaret


def cases():
    return sorted(json.loads(lazaret.dataset("answers.json")))


def evaluate(candidate, case):
    answers = json.loads(lazaret.dataset("answers.json"))
    return float(candidate.f(case) == answers[case])
