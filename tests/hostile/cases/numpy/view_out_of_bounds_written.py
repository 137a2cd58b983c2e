# A view far beyond its array, written to: there is no memory.
# expect: failed/trap
import numpy as np

from numpy.lib.stride_tricks import as_strided


def f(n):
    here = np.zeros(1, dtype=np.uint8)
    as_strided(here, shape=(2,), strides=(2**31 - 2**16,))[1] = 255
    return n * n
