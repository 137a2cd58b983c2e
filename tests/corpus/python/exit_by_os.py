# os._exit ends the sandbox at once; the interface has no room for a status other than 0 and 1.
# message: status 1
# expect: failed/exit
import os

def f():
    os._exit(4)
