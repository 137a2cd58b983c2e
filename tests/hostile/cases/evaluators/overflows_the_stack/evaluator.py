import json


def evaluate(candidate, case):
    return len(json.loads("[" * 1_000_000))
