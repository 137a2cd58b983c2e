# Objects that were there when the sandbox began come from another allocator, and go back to it: they are grown, shrunk and
# freed beside new ones.
# expect: value [true,true,true,true,true]
import gc
import string
import sys
import textwrap

def f():
    path, words = sys.path, list(map(str, range(5000)))
    path += words
    grown = path == words
    del path[3:]
    shrunk = path == ["0", "1", "2"]
    path.clear()
    # Classes, functions, code, dicts and tuples.
    before = len(gc.get_objects()) + gc.get_freeze_count()
    for module in [string, textwrap]:
        sys.modules.pop(module.__name__)
        module.__dict__.clear()
    gc.unfreeze()
    gc.collect()
    fewer = len(gc.get_objects()) < before
    made = [[word] for word in words] == [[str(number)] for number in range(5000)]
    table = sys.modules
    for word in words:
        table[word] = gc
    kept = all(table[word] is gc for word in words)
    for word in words:
        del table[word]
    return [grown, shrunk, fewer, made, kept]
