"""One for each right square; the rest of the answer only has to be what its types say."""


def cases():
    return [3, 1234]


def evaluate(candidate, case):
    return float(candidate.f(case)["square"] == case * case)
