# Memory ends while small objects are made: an error, whose handler finds all that is there as it was; and once some of it is
# given back there is memory again, also for other sizes.
# budget: memory=33554432
# expect: value [true,true,true,true,true]
def f():
    reserve = bytearray(2_000_000)
    hoard, refusals = [[] for _ in range(500)], 0
    for width in [10, 60, 200, 30]:
        try:
            for part in hoard:
                for number in range(1000):
                    part.append("%0*d" % (width, number))
        except MemoryError:
            refusals += 1
    del reserve
    many = 30_000 < sum(map(len, hoard))
    texts = [(number, text) for part in hoard[:8] for number, text in enumerate(part[:1000])]
    whole = all(int(text) == number for number, text in texts)
    del hoard[8:]
    others = [[number] for number in range(20_000)]
    right = [text for part in hoard for text in part[:1000]] == [text for _, text in texts]
    return [refusals == 4, whole, many, right, sum(map(len, others)) == 20_000]
