# Complex numbers are no plain data.
# expect: failed/invalid-output
# message: result is of type ndarray
import numpy as np

def f():
    return np.array([1j])
