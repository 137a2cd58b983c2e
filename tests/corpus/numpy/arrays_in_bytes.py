# Arrays go into bytes in memory and come back.
# expect: value [[1.5,2.5],[[0,1],[2,3]]]
import numpy as np

import io

def f():
    file = io.BytesIO()
    np.savez_compressed(file, a=np.array([1.5, 2.5]), b=np.arange(4).reshape(2, 2))
    file.seek(0)
    loaded = np.load(file)
    return [loaded["a"], loaded["b"]]
