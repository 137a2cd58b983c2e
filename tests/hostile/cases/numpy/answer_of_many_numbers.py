# An answer of very many numbers where one was asked for.
# expect: failed/result-limit
import numpy as np

def f(n):
    return np.ones(40_000, dtype=np.int8)
