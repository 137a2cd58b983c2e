# Whole numbers have 64 bits where nothing else is said, as on the machines of programs' authors.
# expect: value ["int64","int64","int64","int64","int64","int64",333328333350000]
import numpy as np

def f():
    squares = np.arange(100_000) ** 2
    old = np.random.RandomState(1).randint(0, 9, 3)
    kinds = [np.arange(3), np.array([1]), np.full(2, 7), np.zeros(2, dtype=int), np.intp(1), old]
    return [kind.dtype.name for kind in kinds] + [squares.sum()]
