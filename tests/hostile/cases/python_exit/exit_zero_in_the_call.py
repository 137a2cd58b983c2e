# Leaves with status 0 in the middle of the first question, so that no wrong answer is ever given.
# expect: failed/exit
# message: status 0
import os


def f(n):
    print("1 passed in 0.01s")
    os._exit(0)
