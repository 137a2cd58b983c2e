"""What is done once, before the snapshot: imports, warm-up, and cleaning up behind them."""

import gc
import importlib
import io
import linecache
import sys

from app import program, streams
from componentize_py_types import Err
from wit_world.exports.script import Role

# What programs of models import most. Each costs memory in the snapshot and nothing when a sandbox
# starts; all other modules are loaded from the library on import.
PRELOADED = """
    abc argparse array ast base64 bisect calendar cmath collections collections.abc contextlib copy csv
    dataclasses datetime decimal enum fractions functools gc hashlib heapq inspect io itertools json
    linecache math numbers operator os pprint queue random re statistics string struct sys textwrap time
    traceback types typing unicodedata uuid warnings weakref zlib
""".split()

# Touches every path of a common run once, so that nothing is left to be set up lazily.
WARM_UP = '''
import math

def good(items, table):
    print("warm")
    return {"sum": math.fsum(items), "list": [[1, None, True], "text"], "table": table}

def bad():
    raise ValueError("warm")
'''


def prepare(library):
    """Leaves the interpreter as every sandbox shall find it."""
    for name in PRELOADED:
        importlib.import_module(name)
    library.install("/python")
    streams.prepare()
    warm_up()
    sys.modules.pop("candidate")
    linecache.clearcache()
    # What is here now stays for good; the collector need not look at it in every sandbox.
    gc.collect()
    gc.freeze()


def warm_up():
    with silence():
        program.load(WARM_UP, "warm_up.py", Role.CANDIDATE)
        program.call("good", '[[1,2.5],{"a":"b"}]')
        for function in ("bad", "missing", "good"):
            try:
                program.call(function, "[]")
            except Err:
                pass
    program.namespace = {}
    program.file_name = ""


class silence:
    """Keeps the warm-up from printing while the component is built."""

    def __enter__(self):
        self.stdout = sys.stdout
        sys.stdout = io.StringIO()

    def __exit__(self, *_):
        sys.stdout = self.stdout
