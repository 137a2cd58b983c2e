# Has more fuel than time, so that the clock of the machine decides; that is nobody's fault, and no score.
# expect: inconclusive/wall-timeout
# budget: fuel=20000000000 wall_ms=40
def f(n):
    while True:
        pass
