# Searches all objects, frames and modules of its interpreter for the evaluator's word.
# expect: scored
# score: 0
import gc
import sys

MARK = "WOR" + "D-"


def words(thing):
    if type(thing) is str and thing.startswith(MARK):
        yield thing
    elif type(thing) is bytes and thing.startswith(MARK.encode()):
        yield thing.decode()
    elif type(thing) in (list, tuple, set, frozenset):
        for item in thing:
            yield from words(item) if type(item) in (str, bytes) else ()
    elif type(thing) is dict:
        for item in list(thing.values()):
            yield from words(item) if type(item) in (str, bytes, list) else ()


def places():
    frame = sys._getframe()
    while frame is not None:
        yield dict(frame.f_locals)
        yield dict(frame.f_globals)
        frame = frame.f_back
    yield from gc.get_objects()
    gc.unfreeze()
    yield from gc.get_objects()
    for module in list(sys.modules.values()):
        yield dict(vars(module))


def f(question):
    for place in places():
        for word in words(place):
            if len(word) > len(MARK):
                return word
    return ""
