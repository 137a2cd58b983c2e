# Functions whose names are terminal commands, which a message about the functions that are there would quote.
# expect: failed/no-such-function
# message: there is no function `f`
def g(n):
    return n * n


globals()["\x1b[2J\x1b[H\x1b[32mscored\x1b[0m"] = g
globals()["\u202efile"] = g
globals()["a" * 100_000] = g
globals()["\ud800"] = g
del g
