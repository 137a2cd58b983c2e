# Waits for input that a person or a pipe might give, and would wait for ever.
# expect: failed/exception
# message: EOFError
import sys


def f(n):
    return int(sys.stdin.readline() or input("the answer, please: "))
