# No files, no foreign libraries, no processor to be told from another.
# expect: value ["ImportError","ImportError",0]
import numpy as np

def f():
    answers = []
    try:
        np.memmap("x", dtype=np.uint8, mode="r")
    except ImportError:
        answers.append("ImportError")
    try:
        np.ctypeslib.load_library("libc", "/lib")
    except ImportError:
        answers.append("ImportError")
    from numpy._core._multiarray_umath import __cpu_features__
    return answers + [sum(__cpu_features__.values())]
