# The dicts of built-in types are reached through the garbage collector, and their comparisons replaced.
# expect: scored
# score: 0
import gc


def curse(kind, name, value):
    gc.get_referents(kind.__dict__)[0][name] = value


for kind in (int, float, bool, str, list, dict):
    for name in ("__eq__", "__ne__", "__lt__", "__float__", "__repr__", "__hash__"):
        curse(kind, name, lambda self, other=None: True)


def f(n):
    return 0
