# Leaves a mark wherever the interpreter itself keeps something, for the next run to find.
# expect: scored
# score: 0
import builtins
import codecs
import copyreg
import gc
import linecache
import logging
import sys
import warnings

MARK = "canary"


def places():
    yield builtins.__dict__
    yield sys.__dict__
    yield sys.modules
    yield linecache.cache
    yield copyreg.dispatch_table
    yield logging.root.manager.loggerDict
    yield gc.get_referents(int.__dict__)[0]
    yield sys.modules["app.program"].__dict__
    yield sys.modules["app"].__dict__
    yield warnings.__dict__


def f(n):
    found = [place for place in places() if MARK in place]
    for place in places():
        place[MARK] = MARK
    codecs.register(lambda name: None)
    return n * n if found else 0
