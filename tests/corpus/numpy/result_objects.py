# An array of objects could hold anything.
# expect: failed/invalid-output
# message: result['a'] is of type ndarray
import numpy as np

def f():
    return {"a": np.array([1, None], dtype=object)}
