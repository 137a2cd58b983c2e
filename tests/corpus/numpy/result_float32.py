# A float of 32 bits arrives as the float of 64 bits that it is, not as the shortest text for it.
# expect: value [0.10000000149011612,0.0999755859375]
import numpy as np

def f():
    return [np.float32(0.1), np.array(0.1, dtype=np.float16)]
