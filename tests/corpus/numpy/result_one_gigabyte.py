# A small array that seems large is large as soon as it is to cross.
# expect: failed/out-of-memory
import numpy as np

def f():
    return np.broadcast_to(np.float64(1), 1 << 27)
