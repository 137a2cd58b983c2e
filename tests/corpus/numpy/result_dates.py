# Dates are no plain data.
# expect: failed/invalid-output
# message: result is of type datetime64
import numpy as np

def f():
    return np.datetime64("2026-01-01")
