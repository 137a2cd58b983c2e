# Sleeps for a thousand years; time in here is not the machine's.
# expect: scored
# score: 0
import time


def f(n):
    time.sleep(9e9)
    return 0
