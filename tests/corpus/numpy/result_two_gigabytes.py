# No array has two gigabytes: the memory of the target ends there, and that of the program before.
# expect: failed/exception
# message: ValueError: array is too big
import numpy as np

def f():
    return np.broadcast_to(np.float64(1), 1 << 28)
