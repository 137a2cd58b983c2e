# A bare number of NumPy's is a result.
# expect: value 0.1
import numpy as np

def f():
    return np.float64(0.1)
