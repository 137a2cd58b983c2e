# A status that fits no process could wrap around to success.
# expect: failed/exit
# message: status 1
import sys


def f(n):
    sys.exit(2**32)
