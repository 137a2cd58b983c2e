# Elements of another byte order and from unaligned places are the numbers that they are.
# expect: value [[1,2],[67305985],[0,3,6],[2,1,0]]
import numpy as np

def f():
    unaligned = np.frombuffer(b"x" + bytes([1, 2, 3, 4]), dtype=np.uint8)[1:].view("<u4")
    return [np.array([1, 2], dtype=">i4"), unaligned, np.arange(9)[::3], np.arange(3)[::-1]]
