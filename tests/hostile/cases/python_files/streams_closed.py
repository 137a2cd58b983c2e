# Closes its streams, and those of whoever it thinks it shares a process with.
# expect: scored
# score: 0
import os
import sys


def attempt(action):
    try:
        action()
    except BaseException:
        pass


def f(n):
    for descriptor in range(64):
        attempt(lambda: os.close(descriptor))
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        attempt(stream.close)
        attempt(stream.detach)
    sys.stdout = sys.stderr = None
    return 0
