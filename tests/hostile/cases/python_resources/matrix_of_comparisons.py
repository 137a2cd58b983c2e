# Compares two texts character by character in a way that grows with the cube of their length.
# expect: failed/out-of-fuel
import difflib


def f(n):
    return difflib.SequenceMatcher(None, "ab" * 10_000, "ba" * 10_000, autojunk=False).ratio()
