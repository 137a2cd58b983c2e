# A script has a function for every name but the right one.
# expect: failed/no-such-function
# message: squares
import sys


class Everything(type(sys)):
    def __getattr__(self, name):
        return lambda *_: [9.0, 25.0]


sys.modules[__name__].__class__ = Everything
