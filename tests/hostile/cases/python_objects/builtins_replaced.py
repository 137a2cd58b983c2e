# What a scorer compares and rounds with is replaced by functions that always agree.
# expect: scored
# score: 0
# budget: fuel=1000000000
import builtins
import json
import math
import operator
import unittest

math.isclose = operator.eq = operator.is_ = lambda *_, **__: True
builtins.abs = builtins.round = lambda *_: 0
builtins.sorted = lambda items, **_: items
builtins.all = builtins.any = lambda items: True
builtins.float = type("float", (float,), {"__new__": lambda cls, *_: float.__new__(cls, 1)})
json.dumps = lambda *_, **__: '{"score": 1}'
unittest.TestCase.assertEqual = unittest.TestCase.fail = lambda *_, **__: None


def f(n):
    return 0
