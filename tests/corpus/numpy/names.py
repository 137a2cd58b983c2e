# Every name that NumPy says it has can be had.
# expect: value []
import numpy as np

def f():
    missing = []
    for name in dir(np):
        try:
            getattr(np, name)
        except Exception as error:
            missing.append(f"{name}: {type(error).__name__}")
    return missing
