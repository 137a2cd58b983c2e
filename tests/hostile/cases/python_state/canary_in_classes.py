# Leaves a mark in classes of the standard library and in what they keep for all of their objects.
# expect: scored
# score: 0
import abc
import decimal
import functools
import json
import random
import re
import struct


def f(n):
    marked = [
        getattr(json.JSONEncoder, "canary", None),
        getattr(abc.ABC, "canary", None),
        getattr(functools, "canary", None),
        decimal.getcontext().prec == 77,
        re.purge() or False,
        random.getrandbits(1) and getattr(random, "canary", None),
    ]
    json.JSONEncoder.canary = abc.ABC.canary = functools.canary = random.canary = True
    decimal.getcontext().prec = 77
    struct.canary = True
    return n * n if any(marked) else 0
