"""Trains without end. The budget ends it, at the same instruction on every machine."""


def train(text):
    while True:
        for byte in text:
            byte += 1


def predict():
    return [1] * 256


def observe(byte):
    pass
