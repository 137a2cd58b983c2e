import builtins
import sys

seen = []


def cases():
    return [1, 2, 3]


def evaluate(candidate, case):
    before = len(seen) + getattr(builtins, "seen", 0) + getattr(sys, "seen", 0)
    seen.append(case)
    builtins.seen = sys.seen = 1
    return float(before)
