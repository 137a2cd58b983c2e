# WebAssembly has no flags for floats: results are those of IEEE 754, warnings do not come, and nothing is raised.
# expect: value [Infinity,NaN,Infinity,0]
# stderr: 
import numpy as np

def f():
    with np.errstate(all="raise"):
        zero = np.zeros(1)
        return [(1 / zero)[0], (zero / zero)[0], np.exp(np.array([1e3]))[0], (np.array([1]) // np.array([0]))[0]]
