# A view of what is not there ends the program.
# expect: failed/trap
import numpy as np

from numpy.lib.stride_tricks import as_strided

def f():
    return as_strided(np.zeros(1), shape=(3,), strides=(2**31 - 64,)).sum()
