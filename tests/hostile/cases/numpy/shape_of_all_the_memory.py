# An array as large as the budget, again and again, each kept.
# expect: failed/out-of-memory
import numpy as np

def f(n):
    kept = []
    while True:
        kept.append(np.ones(1_000_000))
