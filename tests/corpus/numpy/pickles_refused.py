# Arrays of objects are not loaded from bytes unless the program says so itself.
# expect: value "ValueError"
import numpy as np

import io
import pickle

def f():
    file = io.BytesIO()
    np.save(file, np.array([1, None], dtype=object), allow_pickle=True)
    file.seek(0)
    try:
        np.load(file)
    except ValueError:
        return "ValueError"
