"""Takes as many steps as the candidate says."""


def evaluate(candidate, case):
    steps = 0
    for _ in range(candidate.f(3)):
        steps += 1
    return float(steps == 9)
