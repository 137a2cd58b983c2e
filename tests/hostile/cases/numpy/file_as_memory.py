# A file of the machine as an array.
# expect: failed/exception
# message: FileNotFoundError
import numpy as np

def f(n):
    return np.fromfile("/etc/passwd", dtype=np.uint8).tolist()
