# Looks for the answers in the memory before and behind an array, which is its own interpreter's and has none.
# expect: scored
# score: 0
import numpy as np

from numpy.lib.stride_tricks import as_strided


def f(n):
    here = np.zeros(8, dtype=np.uint8)
    around = as_strided(here, shape=(1 << 20,), strides=(1,))
    return int(around.max()) * 0 - 1
