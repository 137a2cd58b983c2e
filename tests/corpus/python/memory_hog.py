# Memory ends at its limit.
# budget: memory=67108864
# expect: failed/out-of-memory
def f():
    hoard = []
    while True:
        hoard.append(bytearray(1 << 20))
