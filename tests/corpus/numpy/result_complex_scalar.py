# Nor is a single one.
# expect: failed/invalid-output
# message: result[0] is of type complex128
import numpy as np

def f():
    return [np.complex128(1j)]
