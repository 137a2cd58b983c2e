"""The pure-Python packages that a task has: found by import, and read from the host when they are wanted.

They come last, so that the interpreter's own modules are what they are everywhere. Nothing is unpacked anywhere: a
module is read when it is imported, and a file when somebody asks for it. Compiling a module costs many times what
running it does, so the host has it done once for all programs, and hands out the code.
"""

import marshal
import warnings
from binascii import b2a_base64
from importlib.machinery import ModuleSpec

from wit_world.imports import packages as host

# Where the packages seem to lie. No such folder can be opened.
ROOT = "/packages/"


class Packages:
    """Finds and loads modules of packages, and what lies beside them."""

    def __init__(self):
        # Asked for once, and only if an import finds nothing elsewhere.
        self.known = None
        self.folders = None

    def names(self):
        """The paths of all files."""
        if self.known is None:
            self.known = frozenset(host.names())
            level = self.known
            folders = set()
            while level := {name.rpartition("/")[0] for name in level} - {""} - folders:
                folders |= level
            self.folders = frozenset(folders)
        return self.known

    def read(self, path):
        """The bytes of one file."""
        data = host.read(path)
        if data is None:
            raise FileNotFoundError(f"no file {path!r} in the packages of the task")
        return data

    def find_spec(self, name, path=None, target=None):
        """`importlib.abc.MetaPathFinder.find_spec`."""
        names = self.names()
        # What is inside of another package is none of these.
        if not names or path is not None and not any(str(place).startswith(ROOT) for place in path):
            return None
        base = name.replace(".", "/")
        for file, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
            if file in names:
                spec = ModuleSpec(name, self, origin=ROOT + file, is_package=is_package)
                spec.has_location = True
                if is_package:
                    spec.submodule_search_locations.append(ROOT + base)
                return spec
        if base not in self.folders:
            return None
        # A folder without `__init__.py`: a package all the same, with nothing of its own.
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations.append(ROOT + base)
        return spec

    def create_module(self, spec):
        """`importlib.abc.Loader.create_module`: the usual kind of module will do."""
        return None

    def exec_module(self, module):
        """`importlib.abc.Loader.exec_module`."""
        path = module.__spec__.origin
        code = host.compiled(path.removeprefix(ROOT))
        # None if it does not compile: whoever imports it is told why, and where.
        code = self.compile(path) if code is None else marshal.loads(code)
        exec(code, module.__dict__)

    def compile(self, path):
        """The code of a module."""
        return compile(self.get_data(path), path, "exec", dont_inherit=True)

    def compiled(self):
        """The code of all modules by their paths, as texts; without those that do not compile.

        The host asks for it in a sandbox in which nothing else runs, and nothing of the packages either.
        """
        warnings.simplefilter("ignore")
        codes = {}
        for name in sorted(self.names()):
            if name.endswith(".py"):
                try:
                    code = marshal.dumps(self.compile(ROOT + name))
                except Exception:
                    continue
                codes[name] = b2a_base64(code, newline=False).decode()
        return codes

    def get_data(self, path):
        """`importlib.abc.ResourceLoader.get_data`, which `pkgutil.get_data` asks."""
        return self.read(str(path).removeprefix(ROOT))

    def get_source(self, name):
        """`importlib.abc.InspectLoader.get_source`, for tracebacks and `inspect`."""
        spec = self.find_spec(name, [ROOT])
        if spec is None or spec.origin is None:
            raise ImportError(f"no source of {name!r}", name=name)
        from importlib.util import decode_source

        return decode_source(self.get_data(spec.origin))

    def is_package(self, name):
        """`importlib.abc.InspectLoader.is_package`."""
        return f"{name.replace('.', '/')}/__init__.py" in self.names()

    def get_resource_reader(self, name):
        """What `importlib.resources` asks for the files beside the modules of a package."""
        return Reader(Entry(self, name.replace(".", "/")))

    def find_distributions(self, context):
        """What `importlib.metadata` asks for the names and versions of packages."""
        from importlib import metadata

        class Distribution(metadata.Distribution):
            def __init__(self, folder):
                self.folder = folder

            def read_text(self, filename):
                path = f"{self.folder}/{filename}"
                return packages.read(path).decode() if path in packages.names() else None

            def locate_file(self, path):
                return Entry(packages, str(path))

        packages, wanted = self, context.name and plain_name(context.name)
        self.names()
        for folder in sorted(folder for folder in self.folders if folder.endswith(".dist-info")):
            if wanted is None or plain_name(folder.partition("-")[0]) == wanted:
                yield Distribution(folder)


def plain_name(name):
    """The name of a distribution as others write it, too."""
    return name.lower().replace("-", "_").replace(".", "_")


class Reader:
    """`importlib.resources.abc.TraversableResources`, as far as anybody asks."""

    def __init__(self, entry):
        self.entry = entry

    def files(self):
        return self.entry


class Entry:
    """A file or a folder of a package, as `importlib.resources` hands it out."""

    def __init__(self, packages, path):
        self.packages = packages
        self.path = path

    def __repr__(self):
        return f"Entry({ROOT + self.path!r})"

    def __str__(self):
        return ROOT + self.path

    @property
    def name(self):
        return self.path.rpartition("/")[2]

    def is_file(self):
        return self.path in self.packages.names()

    def is_dir(self):
        return bool(self.packages.names()) and self.path in self.packages.folders

    def iterdir(self):
        start = f"{self.path}/"
        below = {name.removeprefix(start).partition("/")[0] for name in self.packages.names() if name.startswith(start)}
        return (self.joinpath(name) for name in sorted(below))

    def joinpath(self, *parts):
        return Entry(self.packages, "/".join([self.path, *map(str, parts)]))

    __truediv__ = joinpath

    def read_bytes(self):
        return self.packages.read(self.path)

    def read_text(self, encoding="utf-8", errors="strict"):
        return self.read_bytes().decode(encoding or "utf-8", errors or "strict")

    def open(self, mode="r", encoding="utf-8", errors="strict", **_):
        import io

        binary = io.BytesIO(self.read_bytes())
        return binary if "b" in mode else io.TextIOWrapper(binary, encoding or "utf-8", errors or "strict")


packages = Packages()
