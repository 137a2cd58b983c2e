"""Heights so small that their squares vanish in floats: scaled to an integral of 1 they are one half each."""


def construct():
    return [5e-324] * 200
