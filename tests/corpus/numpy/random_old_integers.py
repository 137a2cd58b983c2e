# The old generator's whole numbers have 64 bits, as on most machines, and the values that they have there.
# expect: value [["int64",[1149820281,8520582249,7940057449]],["int64",[4,5,4,2]],["int64",[1000000436063,1000000273058]],["int64",[4855974651,4974084167]],["int64",[7,1,5,48]],["int64",[1,6,1,1]],["int64",[1,3,3,4]],["int64",[36,21,69]],["int64",[1,7,12]],["int64",[628962,210144,784359]],["int64",[627079368389,675020572172]],["int64",[943812281791361772,276316316763606290]]]
import numpy as np

def f():
    old = np.random.RandomState(7)
    arrays = [
        old.permutation(10**5)[:3] ** 2, old.binomial(10, 0.5, 4), old.poisson(1e12, 2), old.geometric(1e-10, 2),
        old.zipf(1.5, 4), old.logseries(0.9, 4), old.hypergeometric(10, 10, 5, 4), old.negative_binomial(5, 0.1, 3),
        old.multinomial(20, [0.2, 0.3, 0.5]), old.choice(10**6, 3), old.randint(0, 2**40, 2), old.tomaxint(2),
    ]
    return [[str(array.dtype), array] for array in arrays]
