# Tells addresses, hashes and the order of sets, which differ between processes everywhere else.
# expect: scored
# score: 0
import gc
import os
import sys
import threading


class Thing:
    pass


def f(n):
    things = [Thing() for _ in range(10)]
    print([id(thing) for thing in things], [hash(thing) for thing in things], things[0], f, sys._getframe())
    print(list({"one", "two", "three", "four", "five"}), hash("text"), hash((1.5, "x")), hash(None))
    print(os.getpid(), threading.get_ident(), len(gc.get_objects()), gc.get_count(), gc.get_stats())
    print(sys.hash_info, sys.getrefcount(None), sys.flags, sys.getswitchinterval(), len(sys._current_frames()))
    return 0
