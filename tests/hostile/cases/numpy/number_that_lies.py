# A number of NumPy's own class, whose item is another number each time it is asked.
# expect: failed/invalid-output
# message: result is of type Liar
import numpy as np


class Liar(np.float64):
    def item(self):
        return 1e9

    def __float__(self):
        return 1e9


def f(n):
    return Liar(0)
