# Takes the memory in the smallest pieces that there are, so that it is the bookkeeping that fills it.
# expect: failed/out-of-memory
# budget: fuel=2000000000 memory=33554432
def f(n):
    hoard = []
    while True:
        hoard.append(object())
