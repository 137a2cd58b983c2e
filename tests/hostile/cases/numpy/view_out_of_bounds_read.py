# A view far beyond its array, read: there is no memory.
# expect: failed/trap
import numpy as np

from numpy.lib.stride_tricks import as_strided


def f(n):
    return float(as_strided(np.zeros(1), shape=(2,), strides=(2**31 - 64,))[1])
