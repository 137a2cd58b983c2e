# A product of matrices that takes longer than its fuel, in one call that never comes back to Python.
# expect: failed/out-of-fuel
import numpy as np

def f(n):
    a = np.ones((800, 800))
    return float((a @ a)[0, 0])
