"""Hexagons in columns of three, all alike, in a large one around their middle."""


def construct(n):
    small = [place(index // 3, index % 3) for index in range(n)]
    x = (min(it[0] for it in small) + max(it[0] for it in small)) / 2
    y = (min(it[1] for it in small) + max(it[1] for it in small)) / 2
    return [[x, y, turn(n)]] + small


def turn(n):
    return 0 + 0 * n


def place(column, row):
    odd = column % 2
    x = 2 * column
    y = 1.7321 * row + 0 * odd
    return [x, y, 0]
