"""Holds a word that nobody may know; whoever says it has a point."""

SECRET = "WORD-" + "".join("kettle lantern harbour".split())
KEPT = {"word": SECRET, "words": [SECRET, SECRET.encode()]}


def evaluate(candidate, case):
    local = SECRET.upper().lower()
    answer = candidate.f("a word")
    return float(answer == SECRET or answer == local)
