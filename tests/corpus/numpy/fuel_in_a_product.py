# A product of matrices that takes too long ends where its fuel ends.
# budget: fuel=300000000
# expect: failed/out-of-fuel
import numpy as np

def f():
    a = np.ones((1000, 1000))
    return (a @ a).sum()
