LEAVES = False
# Looks for the marks of other runs wherever the interpreter keeps anything, and then, if it is one of those that
# leave some, leaves its own there. It answers how many bytes of theirs it has found.
import atexit
import builtins
import codecs
import contextvars
import copyreg
import decimal
import functools
import gc
import io
import json
import linecache
import logging
import math
import os
import random
import re
import sys
import threading
import warnings

# Nowhere in this text in one piece, so that whoever finds it has found that of another.
MARK = "-".join(["canary", "of", "another", "run"])
LIMIT = 4_301
FILES = ["canary", "/canary", "/tmp/canary", "/dev/shm/canary", "/data/canary"]
LOCAL = threading.local()
VARIABLE = contextvars.ContextVar(MARK, default=None)
THIS = globals()


def places():
    """Everything with names in it that outlives a function."""
    yield from (builtins.__dict__, sys.__dict__, sys.modules, linecache.cache, copyreg.dispatch_table)
    yield from (logging.root.manager.loggerDict, warnings.__dict__, math.__dict__, os.environ)
    yield from (gc.get_referents(place.__dict__)[0] for place in (int, str, dict, object, type(None)))
    yield from (sys.modules[name].__dict__ for name in ("app", "app.program", "__main__") if name in sys.modules)
    yield from (json.JSONEncoder.__dict__ | {}, functools.__dict__, random.__dict__, re.__dict__, LOCAL.__dict__)
    yield THIS


def states():
    """Numbers that are not where they are at first."""
    yield decimal.getcontext().prec == 77
    yield sys.get_int_max_str_digits() == LIMIT
    yield sys.getrecursionlimit() == LIMIT
    yield random.getrandbits(64) == random.Random(MARK).getrandbits(64)
    yield VARIABLE.get() == MARK
    yield MARK in sys.argv
    yield any(MARK in path for path in sys.path)
    yield gc.get_threshold()[0] == LIMIT
    yield any(getattr(callback, "__name__", "") == MARK for callback in gc.callbacks)


def look():
    found = sum(MARK in place for place in places()) + sum(map(bool, states()))
    # A text that is interned already is another object than one that was made just now.
    again = "".join(list(MARK))
    found += sys.intern(again) is not again
    try:
        codecs.lookup(MARK)
        found += 1
    except LookupError:
        pass
    for path in FILES:
        try:
            found += MARK in open(path).read()
        except OSError:
            pass
    found += MARK.encode() in bytearray(1 << 20)
    found += sum(type(thing) is list and len(thing) == 1 and thing[0] == MARK for thing in gc.get_objects())
    return found * len(MARK)


def leave():
    for place in places():
        place[MARK] = MARK
    json.JSONEncoder.canary = MARK
    sys.modules["kept"] = [MARK]
    sys.path.append(MARK)
    sys.argv.append(MARK)
    decimal.getcontext().prec = 77
    sys.set_int_max_str_digits(LIMIT)
    sys.setrecursionlimit(LIMIT)
    random.seed(MARK)
    VARIABLE.set(MARK)
    gc.set_threshold(LIMIT)
    callback = lambda *_: None
    callback.__name__ = MARK
    gc.callbacks.append(callback)
    atexit.register(print, MARK)
    sys.intern("".join(list(MARK)))
    codecs.register(lambda name: (len, len, None, None) if name.replace("_", "-") == MARK else None)
    for path in FILES:
        try:
            with open(path, "w") as file:
                file.write(MARK)
        except OSError:
            pass
    filled = bytearray(1 << 20)
    filled[: len(MARK) * 1000] = MARK.encode() * 1000
    late = io.TextIOWrapper(open(1, "wb", buffering=1 << 16, closefd=False), write_through=False)
    late.write(MARK)
    sys.stdout.write(MARK)
    THIS["kept"] = [filled, late, [MARK]]


# What the top level finds counts as well.
FOUND = look()
ASKED = 0
if LEAVES:
    leave()


def f(n):
    global ASKED
    ASKED += 1
    # What this very run has left on its way here is no find; whoever is asked a second time is not of this run.
    found = FOUND if LEAVES and ASKED == 1 else FOUND + look()
    if n or LEAVES:
        leave()
    return found
