# What is not there says so, and what to do.
# expect: failed/exception
# message: No module named 'scipy': SciPy is not in the sandbox, which has the standard library and NumPy only
# position: 6 0
import numpy as np
import scipy.optimize

def f():
    return 1
