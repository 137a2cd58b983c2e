"""The standard library, carried inside the snapshot.

The build tool shows the interpreter its library as files, which are gone once the snapshot is taken. So
all modules are compiled while building and kept in memory, compressed, for whatever a program imports
later.
"""

import marshal
import os
import sys
import zlib
from importlib.machinery import ModuleSpec

# Needs a screen, a network, another process or files; or is about installing Python itself.
LEFT_OUT = frozenset({
    "__pycache__", "config-3.14-wasm32-wasi", "ctypes", "curses", "ensurepip", "idlelib",
    "lib-dynload", "multiprocessing", "pydoc_data", "site-packages", "test", "tests",
    "tkinter", "turtledemo", "venv", "wsgiref", "xmlrpc", "antigravity.py", "this.py", "turtle.py",
})

# Of a package whose rest needs a terminal, what prints the text of `help`.
PARTS = {"_pyrepl": frozenset({"__init__.py", "pager.py"})}


class Library:
    """Finds and loads modules by name from compressed code."""

    def __init__(self):
        # Module name -> (whether it is a package, compressed code).
        self.modules = {}

    def collect(self, folder, package="", left_out=LEFT_OUT):
        """Compiles every module below a folder."""
        part = PARTS.get(package.removesuffix("."))
        for entry in sorted(os.listdir(folder)):
            path = f"{folder}/{entry}"
            if entry in left_out or part is not None and entry not in part:
                continue
            if entry.endswith(".py"):
                is_package = entry == "__init__.py"
                name = package.removesuffix(".") if is_package else package + entry[:-3]
                if name:
                    self.modules[name] = (is_package, compressed_code(path))
            elif os.path.isdir(path):
                self.collect(path, f"{package}{entry}.", left_out)

    def find_spec(self, name, path=None, target=None):
        """`importlib.abc.MetaPathFinder.find_spec`."""
        found = self.modules.get(name)
        if found is None:
            return None
        is_package, _ = found
        return ModuleSpec(name, self, origin="standard library", is_package=is_package)

    def create_module(self, spec):
        """`importlib.abc.Loader.create_module`: the usual kind of module will do."""
        return None

    def exec_module(self, module):
        """`importlib.abc.Loader.exec_module`."""
        _, code = self.modules[module.__name__]
        exec(marshal.loads(zlib.decompress(code)), module.__dict__)

    def get_source(self, name):
        """`importlib.abc.InspectLoader.get_source`: only code is carried."""
        return None


def compressed_code(path):
    """The compiled module as bytes; under a name that says where it comes from, as no such file is left."""
    with open(path, "rb") as file:
        source = file.read()
    name = "<" + path.removeprefix("/") + ">"
    return zlib.compress(marshal.dumps(compile(source, name, "exec", dont_inherit=True)), 6)


def install(*finders):
    """Makes libraries importable without files; afterwards nothing is looked up in files any more."""
    # What remains before it are the built-in and the frozen modules.
    sys.meta_path[:] = [finder for finder in sys.meta_path if "PathFinder" not in repr(finder)]
    sys.meta_path += finders
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()
