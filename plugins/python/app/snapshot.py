"""What is done once, before the snapshot: imports, warm-up, and cleaning up behind them."""

import gc
import io
import linecache
import sys

from app import early, floats, heap, library, packages, program, scorer, streams
from componentize_py_types import Err
from wit_world.exports.script import Role
from wit_world.imports.lazaret_evaluator_types import TrialCase

# The interpreter adapts its own code to what it has seen, a few rounds long, and each change of code is a page
# that every sandbox would have to copy.
WARM_UP_ROUNDS = 50

# Touches every path of a common run once, so that nothing is left to be set up lazily.
WARM_UP = '''
import math

def good(items, table):
    print("warm")
    return {"sum": math.fsum(items), "list": [[1, None, True], "text"], "table": table}

def bad():
    raise ValueError("warm")
'''

# The same for an evaluator, as far as it goes without a candidate and without a host.
WARM_UP_EVALUATOR = '''
def evaluate(candidate, case):
    candidate.name
    return case["number"]
'''


def prepare():
    """Leaves the interpreter as every sandbox shall find it."""
    library.install(early.library, packages.packages)
    streams.prepare()
    for _ in range(WARM_UP_ROUNDS):
        warm_up()
    for name in ("candidate", "evaluator", "lazaret"):
        sys.modules.pop(name)
    linecache.clearcache()
    # What is here now stays for good; the collector need not look at it in every sandbox.
    gc.collect()
    heap.keep_all(early.lazaret_allocator.keep)
    heap.fill_holes()
    gc.freeze()
    # Last: objects that were made together, and are used together, so lie side by side, whatever their sizes.
    early.lazaret_allocator.install()


def warm_up():
    with silence():
        program.load(WARM_UP, "warm_up.py", Role.CANDIDATE)
        made = program.bytecode(1 << 20)
        program.load_bytecode(made, WARM_UP, "warm_up.py", Role.CANDIDATE)
        program.run()
        program.call("good", '[[1,2.5],{"a":"b"}]')
        rest, lists = floats.aside([[1.0, 2.5, 0.1, 4.0], {"a": "b"}])
        program.answer("good", floats.whole(program.dumps(rest, "arguments"), lists), program.listed_of)
        for function in ("bad", "missing", "good"):
            try:
                program.call(function, "[]")
            except Err:
                pass
        program.load(WARM_UP_EVALUATOR, "warm_up.py", Role.EVALUATOR)
        scorer.grant()
        program.run()
        scorer.describe()
        report = scorer.evaluate(TrialCase("0", 0, '{"number": 0.5}'))
        scorer.own_summary()
        scorer.summarize([report])
    packages.packages.known = packages.packages.folders = None
    program.namespace = {}
    program.file_name = ""
    program.code = None


class silence:
    """Keeps the warm-up from printing while the component is built."""

    def __enter__(self):
        self.stdout = sys.stdout
        sys.stdout = io.StringIO()

    def __exit__(self, *_):
        sys.stdout = self.stdout
