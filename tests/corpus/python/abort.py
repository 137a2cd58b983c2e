# os.abort is a trap.
# expect: failed/trap
import os

def f():
    os.abort()
