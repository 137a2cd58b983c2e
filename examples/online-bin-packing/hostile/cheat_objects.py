"""Answers with objects that lie about themselves.

In the scorer's own process such a number wins every comparison and turns into any score it likes. Between
sandboxes only plain data crosses, so the answer is refused before the evaluator sees it.
"""


class Best(float):
    """A float that is equal to everything and above everything."""

    __hash__ = float.__hash__

    def __eq__(self, other):
        return True

    def __lt__(self, other):
        return False

    def __gt__(self, other):
        return True

    def __sub__(self, other):
        return 0.0


class Chameleon:
    """No number at all, but it says so only if asked in the right way."""

    def __float__(self):
        return 0.0

    def __lt__(self, other):
        return False

    def __eq__(self, other):
        return True


def priority(item, bins):
    return [Best(1.0) if gap == item else Chameleon() for gap in bins]
