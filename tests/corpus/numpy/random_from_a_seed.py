# Generators with a seed give the numbers that they give everywhere.
# expect: value [0.5118216247002567,0.9504636963259353,0.417022004702574,[8,0,1]]
import numpy as np

def f():
    generator = np.random.default_rng(1)
    old = np.random.RandomState(1)
    np.random.seed(1)
    first = np.random.random()
    np.random.seed(2)
    return [generator.random(), generator.random(), old.random_sample(), np.random.default_rng(3).integers(0, 10, 3)]
