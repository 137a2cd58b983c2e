# An array of objects in a file, whose pickle calls a function when it is loaded.
# expect: failed/exception
# message: ValueError
import numpy as np

import io
import pickle


class Call:
    def __reduce__(self):
        return (print, ("called",))


def f(n):
    file = io.BytesIO()
    np.save(file, np.array([Call()], dtype=object), allow_pickle=True)
    file.seek(0)
    return np.load(file)
