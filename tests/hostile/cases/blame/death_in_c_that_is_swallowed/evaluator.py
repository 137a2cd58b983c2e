"""Forgives everything, and gives full marks."""


def evaluate(candidate, case):
    try:
        candidate.f(3)
    except BaseException:
        pass
    finally:
        return 1.0
