"""Takes from all other bytes to give to one: shares that add up to one, and one of them is above one."""


def train(text):
    pass


def predict():
    return [-1] * 32 + [10_000] + [-1] * 223


def observe(byte):
    pass
