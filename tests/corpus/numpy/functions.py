# What programs use most.
# expect: value [[1,2,3],[[0,3],[1,4],[2,5]],[0.0,0.5,1.0],[10.0,-2.0],2,[[1,1],[1,1]],"[1. 2.]",[3,5]]
import numpy as np

def f():
    return [
        np.unique(np.array([3, 1, 2, 3])),
        np.arange(6).reshape(2, 3).T,
        np.linspace(0, 1, 3),
        np.fft.fft(np.array([1.0, 2.0, 3.0, 4.0])).real[[0, 2]],
        np.argmax(np.array([1, 5, 9, 2])),
        np.einsum("i,j->ij", np.ones(2, dtype=int), np.ones(2, dtype=int)),
        str(np.array([1.0, 2.0])),
        np.convolve([1, 2, 3], [1, 1], mode="valid"),
    ]
