# Loads a library of the machine by way of NumPy.
# expect: failed/exception
# message: ImportError
import numpy as np

def f(n):
    return np.ctypeslib.load_library("libc.so.6", "/lib/x86_64-linux-gnu")
