# Numbers are read from text, with what is skipped counted right.
# expect: value [[[1.0,2.0,3.0],[4.0,5.0,6.0],[7.0,8.0,9.0],[10.0,11.0,12.0]],[[4,5,6],[7,8,9]],[[1.0,3.0],[4.0,6.0],[7.0,9.0],[10.0,12.0]]]
import io
import numpy as np

TEXT = "# head\n1 2 3\n4 5 6\n7 8 9\n10 11 12\n"

def f():
    return [
        np.loadtxt(io.StringIO(TEXT)),
        np.loadtxt(io.StringIO(TEXT), skiprows=2, max_rows=2, dtype=int),
        np.loadtxt(TEXT.replace(" ", ",").splitlines(), delimiter=",", usecols=[0, 2]),
    ]
