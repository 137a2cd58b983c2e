# Copies of NumPy's numbers, which are functions that C calls by a pointer of another type.
# expect: value [[1.5,1.5],[-3,-3],[true,true],["a","a"]]
import copy
import numpy as np

def f():
    numbers = [np.float64(1.5), np.int64(-3), np.bool(True), np.str_("a")]
    return [[copy.copy(number), copy.deepcopy(number)] for number in numbers]
