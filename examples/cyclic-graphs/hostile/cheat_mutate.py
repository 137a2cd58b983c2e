"""Answers with floats that pretend to be higher than all others, and changes what it was given.

Only plain data crosses, so a number of a class of its own is refused before the evaluator sees it.
"""


class Best(float):
    __hash__ = float.__hash__

    def __lt__(self, other):
        return False

    def __gt__(self, other):
        return True


def priority(element, nodes, n):
    element.clear()
    return Best(1.0)
