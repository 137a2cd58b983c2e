"""A kernel to be made fast: the product of two matrices, after AlphaEvolve's work on kernels.

The score is the fuel that the candidate uses, which counts what it executes: the same number on every machine,
with nothing to warm up, no noise and no clock to tamper with. A product must be right in every number. Arithmetic
wraps around at 2^32, so it may be done in any order, and right is exact.
"""

import random

import lazaret

WORD = 2**32
# (n, m, p) of what is counted, and of what only has to be right.
COUNTED = ((32, 32, 32), (64, 64, 64), (17, 90, 33), (96, 96, 96))
ODD = ((1, 1, 1), (1, 7, 1), (3, 5, 2), (2, 1, 9), (8, 8, 8), (13, 4, 16))


def describe():
    return {
        "metrics": {
            "cost": {"goal": "minimize", "unit": "fuel", "minimum": 0},
            "per_product": {"goal": "minimize", "unit": "fuel", "minimum": 0},
        },
        "splits": ["search", "held-out"],
    }


def cases(split, seed):
    """Awkward inputs go first: who has one of them wrong is not tried on the large ones."""
    source = random.Random(f"kernel/{split}/{seed}")
    cases = [lazaret.Case([*sides, "any", source.getrandbits(32)], id="odd-{}x{}x{}".format(*sides)) for sides in ODD]
    cases += [lazaret.Case([9, 11, 10, kind, source.getrandbits(32)], id=kind) for kind in FILLS if kind != "any"]
    cases += [
        lazaret.Case([*sides, "any", source.getrandbits(32)], id="{}x{}x{}".format(*sides), stage=1)
        for sides in COUNTED
    ]
    return cases


# What the matrices are filled with. Most kernels that are wrong are wrong on one of these.
FILLS = {
    "any": lambda source, at: source.getrandbits(32),
    "zeros": lambda source, at: 0,
    "largest": lambda source, at: WORD - 1,
    "powers": lambda source, at: 1 << at % 32,
    "sparse": lambda source, at: source.getrandbits(32) if source.random() < 0.1 else 0,
    "small": lambda source, at: source.getrandbits(1),
}


def evaluate(candidate, case):
    n, m, p, kind, seed = case
    source = random.Random(seed)
    fill = FILLS[kind]
    a = [fill(source, at) for at in range(n * m)]
    b = [fill(source, at) for at in range(m * p)]
    answer = candidate.multiply(n, m, p, a, b)
    fuel = candidate.usage().fuel
    columns = [b[k::p] for k in range(p)]
    rows = [a[i * m : (i + 1) * m] for i in range(n)]
    if answer != [sum(x * y for x, y in zip(row, column)) % WORD for row in rows for column in columns]:
        raise lazaret.InvalidOutput(f"the product of {n} by {m} and {m} by {p} ({kind}) is wrong")
    return {"cost": fuel, "per_product": fuel / (n * m * p)}


def summarize(reports):
    """The fuel of all cases that count, and by products of entries there."""
    cost = sum(report["cost"] for report in reports[-len(COUNTED) :])
    return {"cost": cost, "per_product": cost / sum(n * m * p for n, m, p in COUNTED)}
