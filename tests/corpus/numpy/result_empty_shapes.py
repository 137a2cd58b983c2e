# An array without elements keeps what its shape says of lists, and one without dimensions is its number.
# expect: value [[],[[],[]],[],[[[],[],[]]],2.5,true]
import numpy as np

def f():
    return [np.zeros(0), np.zeros((2, 0)), np.zeros((0, 2)), np.zeros((1, 3, 0)), np.array(2.5), np.array(True)]
