# Indices have 64 bits, too, and one beyond 32 is out of bounds and not another one.
# expect: value ["int64","int64","int64","int64",[3,0,2],"IndexError","IndexError",[0,1,1]]
import numpy as np

def f():
    numbers = np.array([3, 1, 2])
    found = [np.argsort(numbers), np.nonzero(numbers)[0], np.searchsorted(numbers, [1]), numbers.argmax()]
    answers = [item.dtype.name for item in found]
    answers.append(np.array([3, 0, 1, 2])[np.array([0, 1, 3])])
    for index in (np.array([2**32]), 2**32):
        try:
            numbers[index]
            answers.append("nothing")
        except IndexError:
            answers.append("IndexError")
    return answers + [np.bincount(np.array([1, 2]))]
