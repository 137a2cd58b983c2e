# Fills the memory, frees all of it, and fills it again, to see whether what is freed is counted twice or never.
# expect: scored
# score: 0
# budget: fuel=1000000000
def f(n):
    rounds = 0
    for _ in range(20):
        hoard = []
        try:
            while True:
                hoard.append(bytearray(1 << 20))
        except MemoryError:
            rounds += 20 < len(hoard) < 64
            hoard.clear()
    return n * n if rounds != 20 else 0
