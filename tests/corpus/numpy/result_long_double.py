# Floats of more than 64 bits do not fit.
# expect: failed/invalid-output
# message: result is of type longdouble
import numpy as np

def f():
    return np.longdouble(1)
