# sys.exit ends the program, not the host.
# message: status 3
# expect: failed/exit
import sys

def f():
    sys.exit(3)
