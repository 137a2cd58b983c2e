# Asks the host for random bytes, each of which it has to make.
# expect: failed/out-of-fuel
# budget: host_calls=1000000
import os


def f(n):
    while True:
        os.urandom(1 << 16)
