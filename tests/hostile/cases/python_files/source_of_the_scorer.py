# Asks the standard library for the source of whoever called, and of everything that sounds like an evaluator.
# expect: scored
# score: 0
# budget: fuel=1000000000
import inspect
import linecache
import sys


def attempt(action, thing):
    try:
        return action(thing) or ""
    except BaseException:
        return ""


def f(n):
    frame, seen = sys._getframe(1), []
    while frame is not None:
        seen.append(attempt(inspect.getsource, frame))
        seen.append(attempt(inspect.getsourcefile, frame))
        frame = frame.f_back
    seen += [str(entry) for name, entry in linecache.cache.items() if "evaluator" in name]
    return n * n if any("candidate.f" in text for text in seen) else 0
