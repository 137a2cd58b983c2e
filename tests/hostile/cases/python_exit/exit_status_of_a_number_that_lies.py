# A whole number of a class of its own says that it is 0 wherever it is asked.
# expect: failed/exit
# message: status 1
import sys


class Zero(int):
    def __index__(self):
        return 0

    def __eq__(self, other):
        return True

    def __str__(self):
        return "0"


def f(n):
    sys.exit(Zero(7))
