# Tables that C++ sets up before anything else are there: `unique` without an order is by hash, also of missing texts.
# expect: value [1,["a","b"],[1,2,3]]
import numpy as np

def f():
    texts = np.array(["b", None, "a", "b", None], dtype=np.dtypes.StringDType(na_object=None))
    unique = np.unique(texts, sorted=False)
    missing = [text for text in unique if text is None]
    return [len(missing), sorted(text for text in unique if text is not None), np.unique([3, 1, 3, 2])]
