"""What comes first while the component is built: the library, and the modules that most programs import."""

import gc
import importlib
import sys

# `allocator.wat`, which `app.snapshot` puts to use. Its file is gone once the library is in place.
import lazaret_allocator

from app import carried, heap
from app.library import Library

# What programs of models import most. Each costs memory in the snapshot and nothing when a sandbox
# starts; all other modules are loaded from the library on import.
PRELOADED = """
    abc argparse array ast base64 bisect calendar cmath collections collections.abc contextlib copy csv
    dataclasses datetime decimal enum fractions functools gc hashlib heapq inspect io itertools json
    linecache math numbers operator os pprint queue random re statistics string struct sys textwrap time
    traceback types typing unicodedata uuid warnings weakref zlib
""".split()

library = Library()
library.collect("/python")
gc.collect()
heap.fill_holes()
for name in PRELOADED:
    importlib.import_module(name)
carried.prepare(library)
# No program needs it. Here it stays: what is freed now would leave holes.
del sys.modules["lazaret_allocator"]
for name in sys.modules:
    # Loaded for good, so nobody asks the library for it.
    library.modules.pop(name, None)
gc.collect()
heap.fill_holes()
