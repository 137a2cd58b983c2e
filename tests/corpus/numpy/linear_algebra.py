# Linear algebra.
# expect: value [[2.0,3.0],-2.0,[-0.3723,5.3723],[5.465,0.366],2]
import numpy as np

def f():
    a = np.array([[1.0, 2.0], [3.0, 4.0]])
    solved = np.linalg.solve(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([9.0, 8.0]))
    values = np.sort(np.linalg.eigvals(a))
    singular = np.linalg.svd(a, compute_uv=False)
    return [solved.round(9), round(np.linalg.det(a), 9), values.round(4), singular.round(4), np.linalg.matrix_rank(a)]
