"""Says of every byte that it is certain. Of 256 certain bytes each has a share of 1/256: 8 bits, as without any model."""

CERTAIN = 2**32 - 1


def train(text):
    pass


def predict():
    return [CERTAIN] * 256


def observe(byte):
    pass
