"""Strassen's seven products on blocks, as often as all sides are even; the school's method elsewhere.

An odd side is made even by cutting off a row or column, whose products the school's method adds.
"""

# Of [[a, b], [c, d]] times [[e, f], [g, h]]: weights of a to d, of e to h, and of the result's four entries.
SEVEN = [
    ([1, 0, 0, 1], [1, 0, 0, 1], [1, 0, 0, 1]),
    ([0, 0, 1, 1], [1, 0, 0, 0], [0, 0, 1, -1]),
    ([1, 0, 0, 0], [0, 1, 0, -1], [0, 1, 0, 1]),
    ([0, 0, 0, 1], [-1, 0, 1, 0], [1, 0, 1, 0]),
    ([1, 1, 0, 0], [0, 0, 0, 1], [-1, 1, 0, 0]),
    ([-1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 1]),
    ([0, 1, 0, -1], [0, 0, 1, 1], [1, 0, 0, 0]),
]


def decompose(n, m, p):
    """Terms with weights by place: dicts from (row, column) of the first, the second and the result."""
    return [
        [flat(u, n, m), flat(v, m, p), flat({(k, i): weight for (i, k), weight in w.items()}, p, n)]
        for u, v, w in terms(n, m, p)
    ]


def flat(weights, rows, columns):
    return [weights.get((row, column), 0) for row in range(rows) for column in range(columns)]


def terms(n, m, p):
    even = [side - side % 2 for side in (n, m, p)]
    found = []
    if min(even) > 0:
        half = [side // 2 for side in even]
        for first, second, third in SEVEN:
            for u, v, w in terms(*half):
                found.append([
                    spread(first, u, half[0], half[1]),
                    spread(second, v, half[1], half[2]),
                    spread(third, w, half[0], half[2]),
                ])
    for i in range(n):
        for j in range(m):
            for k in range(p):
                if min(even) == 0 or i >= even[0] or j >= even[1] or k >= even[2]:
                    found.append([{(i, j): 1}, {(j, k): 1}, {(i, k): 1}])
    return found


def spread(blocks, weights, rows, columns):
    """The weights of a block in each of four blocks, times the block's own."""
    return {
        (row + at // 2 * rows, column + at % 2 * columns): block * weight
        for at, block in enumerate(blocks)
        if block
        for (row, column), weight in weights.items()
    }
