# The top level runs once, before the call.
# expect: value ["candidate","case.py",null]
import sys
module = sys.modules[__name__]
names = [__name__, __file__, module.f.__module__ if hasattr(module, "f") else None]

def f():
    return names
