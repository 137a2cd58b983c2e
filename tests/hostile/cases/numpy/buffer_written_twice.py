# A view of constant bytes, made writable.
# expect: failed/exception
# message: ValueError
import numpy as np

def f(n):
    constant = np.frombuffer(b"constant", dtype=np.uint8)
    constant.flags.writeable = True
    constant[0] = 0
    return n * n
