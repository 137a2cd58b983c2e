# Fills its memory with a mark, frees it, and looks for the mark in what it is handed out the next time.
# expect: scored
# score: 0
# budget: fuel=1000000000
MARK = b"canary-of-the-last-run"


def f(n):
    fresh = bytearray(4 << 20)
    found = MARK[1:] in fresh
    fresh[:] = MARK * (len(fresh) // len(MARK)) + bytes(len(fresh) % len(MARK))
    return n * n if found else 0
