"""Weights that are no whole numbers: NaN compares with nothing. `task.wit` lets none of them through."""


def train(text):
    pass


def predict():
    return [float("nan")] * 256


def observe(byte):
    pass
