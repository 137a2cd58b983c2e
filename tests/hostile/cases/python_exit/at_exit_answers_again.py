# A handler for the end of the program would give a better answer after the wrong one; no program ends here.
# expect: scored
# score: 0
import atexit
import builtins
import os

atexit.register(os._exit, 0)
atexit.register(print, "late")


def f(n):
    atexit.register(setattr, builtins, "answer", n * n)
    return -1
