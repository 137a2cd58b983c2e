# Asks for the time again and again: calls to the host that cost little and do nothing.
# expect: failed/hostcall-limit
# budget: fuel=1000000000
import time


def f(n):
    while True:
        time.monotonic_ns()
