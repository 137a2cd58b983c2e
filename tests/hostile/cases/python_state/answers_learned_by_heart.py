# Keeps every question and answers the next one with what it would have been right to say to the last.
# expect: scored
# score: 0
import atexit
import pickle
import sys

KEPT = sys.modules.setdefault("kept", {})


def f(n):
    best = KEPT.get("last", 0)
    KEPT["last"] = n * n
    atexit.register(pickle.dumps, KEPT)
    return best
