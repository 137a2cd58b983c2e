# What is masked is no number.
# expect: failed/invalid-output
# message: result is of type MaskedArray
import numpy as np

def f():
    return np.ma.masked_array([1, 2], mask=[0, 1])
