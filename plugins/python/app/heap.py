"""The heap of the snapshot, arranged so that a sandbox touches few pages of it.

Every sandbox starts from the same memory, and the first write to a page costs a page fault and a copy: more
time than most programs need to run. Compiling the library leaves the heap full of holes, from which the
allocator would serve every later request, each on another page. So the holes are filled up first. What is
imported and allocated from then on, also in the sandbox, lies side by side.

All of this is the heap of the C library. `allocator.wat`, from which sandboxes have most of their small objects, comes
into use after the last hole was filled.
"""

import gc
import sys
from types import CodeType

# From here on CPython takes an object for immortal, where addresses have 32 bits.
IMMORTAL = 1 << 30

# Larger holes are split for smaller requests, so they are filled first. A hole of less than the smallest
# object harms nobody.
SIZES = [*range(1 << 20, 1 << 16, -(1 << 16)), *range(1 << 16, 1 << 12, -512), *range(1 << 12, 1 << 8, -64),
         *range(1 << 8, 0, -8)]

# Never looked at again, and never freed.
fillers = []


def fill_holes():
    """Allocates objects, from large to small, for as long as they come from below the end of the heap."""
    # An object larger than any hole lies at the end. In CPython an object's id is its address.
    end = id(bytes(2 << 20))
    for size in SIZES:
        while True:
            filler = bytes(size)
            if end <= id(filler):
                break
            fillers.append(filler)


def keep_all(keep):
    """Makes all objects that there are immortal, by `keep` each.

    A program that calls what is here, and changes nothing, still counts references up and down: in a hundred pages, each of
    which is a copy in every sandbox. Nothing of all this is ever freed anyway.
    """
    todo = gc.get_objects()
    while todo:
        item = todo.pop()
        if IMMORTAL <= sys.getrefcount(item) or item is todo:
            continue
        keep(item)
        todo += gc.get_referents(item)
        if type(item) is CodeType:
            # The collector does not look into code.
            todo += (item.co_consts, item.co_names, item.co_filename, item.co_name, item.co_qualname,
                     item.co_linetable, item.co_exceptiontable)
            todo += item.co_varnames + item.co_cellvars + item.co_freevars
