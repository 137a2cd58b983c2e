"""A priority from how many bits are set in x, in y, and in both. As written all points are alike."""


def priority(x, y, n):
    both = sum([a * b for a, b in zip(x, y)])
    return weight(sum(x), sum(y), both, n)


def weight(ones, others, both, n):
    return 0 * ones + 0 * others + 0 * both
