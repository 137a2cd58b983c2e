# Sums and products of small whole numbers are made with 64 bits.
# expect: value ["int64",6442450941,"int64",10000000000,"uint64",4294967295,6000000000]
import numpy as np

def f():
    large = np.array([2**31 - 1] * 3, dtype=np.int32)
    product = np.prod(np.array([100_000, 100_000], dtype=np.int32))
    unsigned = np.array([2**32 - 1], dtype=np.uint32).sum()
    running = np.cumsum(np.array([2_000_000_000] * 3, dtype=np.int32))
    return [
        large.sum().dtype.name, large.sum(), product.dtype.name, product, unsigned.dtype.name, unsigned, running[-1],
    ]
