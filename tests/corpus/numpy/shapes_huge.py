# Shapes that no memory has room for are errors, and no small arrays.
# expect: value ["MemoryError","ValueError","ValueError","ValueError","ValueError","ValueError","MemoryError"]
import numpy as np

from numpy.lib.stride_tricks import as_strided

def f():
    tries = [
        lambda: np.empty(2**31 - 1, dtype=np.uint8),
        lambda: np.empty(2**32),
        lambda: np.zeros((2**20, 2**20), dtype=np.uint8),
        lambda: np.ones(2**63 - 1),
        lambda: np.arange(3).repeat(2**40),
        lambda: np.tile(np.arange(3.0), 2**33),
        lambda: np.empty(1).resize(2**33),
    ]
    answers = []
    for number in tries:
        try:
            number()
            answers.append("nothing")
        except Exception as error:
            answers.append(next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"))
    return answers
