# A class that says that it is NumPy's, with an item of its own.
# expect: failed/invalid-output
# message: result is of type float64
import numpy as np


class float64(np.float64):
    def item(self):
        return [1e9]


float64.__module__ = "numpy"


def f(n):
    return float64(0)
