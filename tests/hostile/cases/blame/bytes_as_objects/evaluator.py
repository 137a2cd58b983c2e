"""Unpacks the answer with pickle, which runs what the answer says; it is in a sandbox of its own."""

import base64
import pickle


def evaluate(candidate, case):
    return float(pickle.loads(base64.b64decode(candidate.f(3))) == 9)
