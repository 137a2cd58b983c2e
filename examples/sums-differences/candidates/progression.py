"""The multiples of two below sixteen, which have as many sums as differences."""


def construct():
    return sorted({0} | {min(2_000_000, int(abs(element(i)))) for i in range(8)})


def element(i):
    return 2 * i
