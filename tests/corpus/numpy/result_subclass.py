# An array of a class of the program's own could say anything about itself.
# expect: failed/invalid-output
# message: result is of type Liar
import numpy as np

class Liar(np.ndarray):
    def tolist(self):
        return [100]

def f():
    return np.zeros(2).view(Liar)
