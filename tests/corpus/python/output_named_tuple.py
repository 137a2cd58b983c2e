# A named tuple is a subclass, too.
# message: result is of type Point
# expect: failed/invalid-output
from collections import namedtuple

def f():
    return namedtuple("Point", "x y")(1, 2)
