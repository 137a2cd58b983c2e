import itertools


def cases():
    return list(itertools.count())


def evaluate(candidate, case):
    return 1.0
