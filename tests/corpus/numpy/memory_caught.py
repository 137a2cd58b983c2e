# Memory that is refused is a MemoryError, also inside of the Fourier transform, and the program goes on.
# budget: memory=134217728
# expect: value ["MemoryError","MemoryError",10.0]
import numpy as np

def f():
    answers = []
    signal = np.zeros(2_000_003)
    for work in (lambda: np.ones(10**8), lambda: np.fft.fft(signal)):
        try:
            work()
            answers.append("nothing")
        except MemoryError:
            answers.append("MemoryError")
    return answers + [np.ones(10).sum()]
