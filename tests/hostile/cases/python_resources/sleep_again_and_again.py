# Sleeps without end, in pieces: each is over at once, and is a call to the host.
# expect: failed/hostcall-limit
# budget: fuel=1000000000
import time


def f(n):
    while True:
        time.sleep(3600)
