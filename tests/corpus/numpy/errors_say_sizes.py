# Sizes have 64 bits and pointers 32: messages with both say what they say everywhere.
# expect: value ["cannot reshape array of size 5 into shape (2,2)","all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, the array at index 0 has size 3 and the array at index 1 has size 4","operands could not be broadcast together with shape (3,) (2,)","matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 2 is different from 3)","kth(=7) out of bounds (3)","loop of ufunc does not support argument 0 of type float which has no callable sqrt method","offset 4 for NumPy dtype with fields is not divisible by the field alignment 8 with align=True","NumPy dtype descriptor requires 8 bytes, cannot override to smaller itemsize of 4","solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m,n)->(m,n) (size 3 is different from 2)"]
import numpy as np

def said(call):
    try:
        call()
    except (TypeError, ValueError) as error:
        return str(error)

def f():
    return [
        said(lambda: np.arange(5).reshape(2, 2)),
        said(lambda: np.concatenate([np.zeros((2, 3)), np.zeros((2, 4))])),
        said(lambda: np.repeat(np.arange(3), [1, 2])),
        said(lambda: np.zeros((2, 3)) @ np.zeros((2, 3))),
        said(lambda: np.partition(np.arange(3), 7)),
        said(lambda: np.sqrt(np.array([1.0, None], dtype=object))),
        said(lambda: np.dtype({"names": ["a"], "formats": ["i8"], "offsets": [4]}, align=True)),
        said(lambda: np.dtype({"names": ["a"], "formats": ["i8"], "itemsize": 4})),
        said(lambda: np.linalg.solve(np.zeros((2, 2)), np.zeros((3, 1)))),
    ]
