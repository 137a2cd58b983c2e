# Floats that are no numbers cross like any other, in arrays of every size: it is for the evaluator to look.
# expect: value [[NaN,NaN],[Infinity,-Infinity],-0.0,[NaN]]
import numpy as np

def f():
    strange = np.array([0x7FF0DEADBEEF0001, 0xFFF8000000000000], dtype="u8").view("f8")
    return [strange, np.array([np.inf, -np.inf], dtype="f4"), np.array(-0.0), np.full(1, np.nan, dtype="f4")]
