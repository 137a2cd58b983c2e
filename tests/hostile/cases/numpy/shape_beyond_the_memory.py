# An array of more bytes than there are addresses, by a shape whose product does not fit 32 bits.
# expect: failed/exception
# message: ValueError
import numpy as np

def f(n):
    return int(np.empty((65536, 65537), dtype=np.uint8)[n])
