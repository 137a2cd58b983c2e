#!/usr/bin/env python3
"""Builds the Python plugin: CPython, the package `app` and the standard library, as one component.

    python3 build.py --wit ../../wit --out python.wasm --work /tmp/work

Needs Python 3.9 or newer with pip, on Linux a C compiler, and once the package index (or `--wheel`) for
the one tool that it uses, which is pinned by hash in `requirements.txt`.

Builds are not reproducible to the last byte: the snapshot keeps traces of inode numbers in unused bytes. All
that a program could notice is the same in every build, the hash seed above all: on Linux the tool runs with a
small library before it that answers requests for randomness, times and file times with constants. To use the
very same component on several machines, use `lazaret plugin export` and `import`.

Progress goes to stderr, one line for each step; if it fails, the last line says why.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORLD = "lazaret:python/plain-interpreter@0.1.0"
# The extension module of `allocator.wat`, as the interpreter looks for it.
ALLOCATOR = "lazaret_allocator.cpython-314-wasm32-wasi.so"
WIT_PACKAGES = ("candidate", "evaluator", "plugin", "python")

# Answers requests for randomness, times and file times with constants. Only while building: the random numbers
# of a candidate come from the seed of its evaluation.
CONSTANT_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

ssize_t getrandom(void *buffer, size_t length, unsigned int flags) {
    (void)flags;
    memset(buffer, 0x5a, length);
    return (ssize_t)length;
}

int getentropy(void *buffer, size_t length) {
    memset(buffer, 0x5a, length);
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    (void)clock;
    now->tv_sec = 1767225600;
    now->tv_nsec = 0;
    return 0;
}

int statx(int folder, const char *path, int flags, unsigned int mask, struct statx *answer) {
    static int (*real)(int, const char *, int, unsigned int, struct statx *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "statx");
    int status = real(folder, path, flags, mask, answer);
    if (status == 0) {
        struct statx_timestamp when = {.tv_sec = 1767225600};
        answer->stx_atime = answer->stx_btime = answer->stx_ctime = answer->stx_mtime = when;
        answer->stx_ino = 1;
        answer->stx_dev_major = answer->stx_dev_minor = 1;
        answer->stx_blocks = answer->stx_size / 512;
    }
    return status;
}
"""

# Runs the tool's entry point from the folder into which pip has put it.
RUN_TOOL = "import sys; sys.path.insert(0, sys.argv.pop(1)); import componentize_py; sys.exit(componentize_py.script())"


class BuildError(Exception):
    """A step failed; the message says what to do."""


def main():
    parser = parser_of(__doc__, "scratch folder, emptied first")
    parser.add_argument("--wheel", type=Path, help="the tool's wheel, instead of fetching it")
    return conduct("python", parser.parse_args(), build)


def parser_of(doc, work):
    """What every builder is told."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--wit", type=Path, required=True, help="folder of the WIT packages")
    parser.add_argument("--out", type=Path, required=True, help="where the component goes")
    parser.add_argument("--work", type=Path, required=True, help=work)
    return parser


def conduct(name, arguments, build):
    """Runs a build from its beginning to its end; the exit code."""
    started = time.monotonic()
    try:
        build(arguments)
    except (BuildError, OSError) as error:
        say(f"{error}")
        return 1
    size = arguments.out.stat().st_size / 2**20
    say(f"{name} plugin: {size:.1f} MiB in {time.monotonic() - started:.0f} s")
    return 0


def build(arguments):
    if sys.version_info < (3, 9):
        raise BuildError(f"Python 3.9 or newer is needed; this is {sys.version.split()[0]}")
    work = arguments.work.absolute()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    tool = work / "tool"
    fetch_tool(tool, arguments.wheel)
    inputs = copy_inputs(work / "inputs", arguments.wit, [HERE / "app"])
    say("building the component: compiling the standard library, taking the snapshot")
    componentize(work, tool, inputs, WORLD, arguments.out)


def componentize(work, tool, inputs, world, out):
    """Makes the component of `inputs/source/app` and of what lies in `inputs/packages`."""
    fresh = work / "python.wasm"
    command = [sys.executable, "-I", "-S", "-c", RUN_TOOL, tool]
    for package in WIT_PACKAGES:
        command += ["-d", f"wit/{package}"]
    command += ["-w", world, "componentize", "-p", "source", "-p", "packages", "app", "-o", fresh]
    run(command, cwd=inputs, env=tool_environment(work))
    # Under its name only when it is complete.
    out.parent.mkdir(parents=True, exist_ok=True)
    os.replace(fresh, out)


def fetch_tool(folder, wheel):
    """Installs the tool into a folder of its own; pip refuses whatever has another hash."""
    requirements = HERE / "requirements.txt"
    say("fetching the build tool (17 MB)" if wheel is None else f"unpacking {wheel.name}")
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
        "--target", folder, "--no-deps", "--only-binary", ":all:", "--require-hashes",
        "--requirement", requirements,
    ]
    if wheel is not None:
        command += ["--no-index", "--find-links", wheel.absolute().parent]
    run(command)


def copy_inputs(folder, wit, apps, packages=None):
    """A copy of all inputs that looks the same everywhere: names, modes and times. Of several folders of the package
    `app`, a later one's files take the place of an earlier one's."""
    for package in WIT_PACKAGES:
        shutil.copytree(wit / package, folder / "wit" / package)
    leave_out = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
    for app in apps:
        shutil.copytree(app, folder / "source" / "app", ignore=leave_out, dirs_exist_ok=True)
    if packages is not None:
        shutil.copytree(packages, folder / "packages", ignore=leave_out)
    (folder / "packages").mkdir(exist_ok=True)
    (folder / "packages" / ALLOCATOR).write_bytes(assemble(HERE / "allocator.wat"))
    for path in [folder, *sorted(folder.rglob("*"))]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (0, 0))
    return folder


def assemble(path):
    """The bytes of a module in the text format."""
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("assemble", HERE / "assemble.py")
    assembler = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(assembler)
    return assembler.assemble(path.read_text(encoding="utf-8"))


def tool_environment(work):
    """An environment with nothing of the user's in it."""
    # The tool offers the packages of the active virtual environment to the program: an empty one.
    packages = work / "venv" / "lib" / "site-packages"
    packages.mkdir(parents=True)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(work),
        "TMPDIR": str(work),
        "LC_ALL": "C.UTF-8",
        "VIRTUAL_ENV": str(work / "venv"),
        # One thread, so that nothing depends on which is first.
        "RAYON_NUM_THREADS": "1",
        "TOKIO_WORKER_THREADS": "1",
    }
    if sys.platform == "linux":
        environment["LD_PRELOAD"] = str(build_constants(work))
    return environment


def build_constants(work):
    source, library = work / "constant.c", work / "constant.so"
    source.write_text(CONSTANT_SOURCE)
    run([compiler(), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"])
    return library


def compiler():
    found = shutil.which(os.environ.get("CC", "cc")) or shutil.which("gcc") or shutil.which("clang")
    if found is None:
        raise BuildError("no C compiler: install `cc` (Debian: apt-get install gcc libc6-dev)")
    return found


def run(command, **options):
    """Runs one step; if it fails, the end of its output goes to stderr and the reason after it."""
    words = [str(word) for word in command]
    step = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
    )
    if step.returncode != 0:
        output = step.stdout.decode(errors="replace").strip().splitlines()
        for line in output[:40]:
            say(f"  {line}")
        errors = [line for line in output if "rror" in line and " at " not in line]
        reason = (errors or output or ["no output"])[-1]
        raise BuildError(f"`{Path(words[0]).name} {' '.join(words[1:4])}` failed: {reason}")


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
