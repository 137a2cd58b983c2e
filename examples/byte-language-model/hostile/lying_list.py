"""Answers with a list that says something else each time that it is asked.

In the scorer's own process it would be 256 zeros while it is checked and added up, and certain of whatever byte is looked
up afterwards. Between sandboxes only plain data crosses.
"""


class Chameleon(list):
    """Zeros to whoever looks at them all, and certain of the one that is looked up."""

    def __getitem__(self, index):
        return 2**32 - 1


class Certain(int):
    """Less than nothing in a sum, and equal to everything."""

    def __add__(self, other):
        return 0

    __radd__ = __add__
    __hash__ = int.__hash__

    def __eq__(self, other):
        return True


def train(text):
    pass


def predict():
    return Chameleon(Certain(0) for _ in range(256))


def observe(byte):
    pass
