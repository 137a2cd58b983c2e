"""Asks a hundred thousand times, which no candidate of this budget can answer."""


def evaluate(candidate, case):
    return float(sum(candidate.f(n) == n * n for n in range(100_000)) / 100_000)
