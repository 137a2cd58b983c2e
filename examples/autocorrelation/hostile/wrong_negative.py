"""Signs that cancel in the convolution; functions in this inequality are not negative."""


def construct():
    return [3.0, -1.0, 3.0]
