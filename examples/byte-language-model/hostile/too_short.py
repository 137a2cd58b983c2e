"""Leaves out the bytes that it thinks will not come."""


def train(text):
    pass


def predict():
    return [1] * 128


def observe(byte):
    pass
