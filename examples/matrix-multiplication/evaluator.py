"""Algorithms that multiply matrices with few products, as in AlphaEvolve.

An algorithm for an n by m and an m by p matrix is a list of terms [u, v, w]: the product of a weighted sum of
entries of the first matrix (u) and one of the second (v) is added to entries of the result (w). It is right if
the terms, as outer products, add up to one fixed tensor, which is checked in whole numbers. The number of terms is
the rank. Weights are halves of whole numbers, or pairs of them, which are complex.
"""

import lazaret

# (n, m, p), the rank of the school's method is their product; and the least that AlphaEvolve published, for
# 4 by 4 with complex weights. For 2 by 2 no algorithm has fewer than Strassen's 7.
LEAST_KNOWN = {(2, 2, 2): 7, (3, 3, 3): 23, (2, 4, 5): 32, (4, 4, 4): 48, (4, 4, 5): 61}


def describe():
    return {
        "metrics": {
            "rank": {"goal": "minimize", "unit": "products", "minimum": 0},
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
        },
        "splits": ["search"],
    }


def cases():
    return [
        lazaret.Case([n, m, p], id=f"{n}x{m}x{p}", stage=min(stage, 1))
        for stage, (n, m, p) in enumerate(LEAST_KNOWN)
    ]


def evaluate(candidate, case):
    n, m, p = case
    terms = candidate.decompose(n, m, p)
    if type(terms) is not list or len(terms) > n * m * p:
        raise lazaret.InvalidOutput(f"decompose must return a list of at most {n * m * p} terms")
    # Numbers by the place of the entries in u, v and w. Eight times the tensor, because weights are doubled.
    found = {}
    for index, term in enumerate(terms):
        if type(term) is not list or len(term) != 3:
            raise lazaret.InvalidOutput(f"term {index} must be a list of three lists of weights")
        u, v, w = (doubled(part, size, index) for part, size in zip(term, (n * m, m * p, p * n)))
        for a, x in u:
            for b, y in v:
                product = times(x, y)
                for c, z in w:
                    real, imaginary = times(product, z)
                    before = found.get((a, b, c), (0, 0))
                    found[a, b, c] = (before[0] + real, before[1] + imaginary)
    found = {place: sum for place, sum in found.items() if sum != (0, 0)}
    if found != wanted(n, m, p):
        raise lazaret.InvalidOutput("the terms do not add up to the product of two matrices")
    return {"rank": len(terms), "share": 100 * LEAST_KNOWN[n, m, p] / len(terms)}


def wanted(n, m, p):
    """Entry (i, j) of the first matrix times (j, k) of the second counts for (k, i): of the result, transposed."""
    return {
        (i * m + j, j * p + k, k * n + i): (8, 0) for i in range(n) for j in range(m) for k in range(p)
    }


def doubled(weights, size, index):
    """The weights that are not zero with their places, as pairs of whole numbers."""
    if type(weights) is not list or len(weights) != size:
        raise lazaret.InvalidOutput(f"term {index} must have lists of n m, m p and p n weights")
    pairs = []
    for place, weight in enumerate(weights):
        parts = weight if type(weight) is list else [weight, 0]
        if len(parts) != 2 or not all(is_half(part) for part in parts):
            raise lazaret.InvalidOutput(
                f"term {index}: a weight must be a half of a whole number up to 1,000, or a list of two"
            )
        pair = (int(2 * parts[0]), int(2 * parts[1]))
        if pair != (0, 0):
            pairs.append((place, pair))
    return pairs


def is_half(number):
    # `bool` is a kind of `int` in Python and no weight; NaN fails the comparison.
    return type(number) in (int, float) and -1000 <= number <= 1000 and 2 * number == int(2 * number)


def times(one, other):
    return (one[0] * other[0] - one[1] * other[1], one[0] * other[1] + one[1] * other[0])


def summarize(reports):
    """The sum of the ranks, and the mean of the shares."""
    return {
        "rank": sum(report["rank"] for report in reports),
        "share": sum(report["share"] for report in reports) / len(reports),
    }
