# An array of objects whose methods would run when they are looked at.
# expect: failed/invalid-output
# message: result is of type ndarray
import numpy as np


class Any:
    def __float__(self):
        return 1e9


def f(n):
    return np.array([Any()], dtype=object)
