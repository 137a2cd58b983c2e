# The answer is the module of the candidate itself, with all that it can reach.
# expect: failed/invalid-output
# message: result is of type module
import sys


def f(n):
    return sys.modules[__name__]
