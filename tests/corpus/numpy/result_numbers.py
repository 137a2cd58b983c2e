# NumPy's numbers and arrays arrive as the numbers that they are, wherever they stand.
# expect: value {"a":[[0.0,1.0],[2.0,3.0]],"b":7,"c":2.5,"d":true,"e":[],"f":3,"g":[1,2],"h":[[],[]],"i":[false,true],"j":["x","yz"]}
import numpy as np

def f():
    return {
        "a": np.arange(4.0).reshape(2, 2), "b": np.int64(7), "c": np.float64(2.5), "d": np.bool_(True),
        "e": np.array([]), "f": np.array(3), "g": (np.uint8(1), np.int16(2)), "h": np.zeros((2, 0)),
        "i": np.array([0, 1], dtype=bool), "j": np.array(["x", "yz"]),
    }
