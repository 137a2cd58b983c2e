#!/usr/bin/env python3
"""Looks for what compiles and goes wrong in WebAssembly, in the sources of a build; for whoever takes a newer NumPy.

    python3 check.py WORK      # the work folder of `build.py`, as it is after a build

Two kinds of places, which no compiler refuses, because C leaves both to the programmer:

- A format that says how long an argument is, and an argument of another length. What follows is read in the wrong place,
  pointers among it.
- A function that is called through a pointer with another number of parameters, which is a trap in WebAssembly: entries
  of tables of methods and attributes.

It prints each place and ends with status 1 if there is any. Texts of Python's own formats (`%R`, `%S`) are left out, and
so is generated code of Cython, whose formats have lengths of their own that are right.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import compiler  # noqa: E402

# Functions of the interpreter that take formats, said to be such.
FORMATS = """\
#include <Python.h>
#ifdef __cplusplus
extern "C" {
#endif
PyObject *PyErr_Format(PyObject *, const char *, ...) __attribute__((format(printf, 2, 3)));
PyObject *PyUnicode_FromFormat(const char *, ...) __attribute__((format(printf, 1, 2)));
PyObject *PyBytes_FromFormat(const char *, ...) __attribute__((format(printf, 1, 2)));
int PyErr_WarnFormat(PyObject *, Py_ssize_t, const char *, ...) __attribute__((format(printf, 3, 4)));
int PyOS_snprintf(char *, size_t, const char *, ...) __attribute__((format(printf, 3, 4)));
#ifdef __cplusplus
}
#endif
"""

# What an argument takes in the list of arguments of no declared type: all but these take four bytes.
WIDE = re.compile(r"long long|double")

FORMAT = re.compile(r"warning: format specifies type '([^']*)'(?: \(aka '([^']*)'\))? but the argument has type '([^']*)'"
                    r"(?: \(aka '([^']*)'\))?")
CAST = re.compile(r"warning: cast from '([^']*)'(?: \(aka '([^']*)'\))? to '(PyCFunction|getter|setter)'")

# The compiler colours what it says, whatever it is told.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

# Parameters of a method, by its flags.
PARAMETERS = {
    ("METH_VARARGS",): 2, ("METH_KEYWORDS", "METH_VARARGS"): 3, ("METH_FASTCALL",): 3,
    ("METH_FASTCALL", "METH_KEYWORDS"): 4, ("METH_NOARGS",): 2, ("METH_O",): 2,
}


# One entry of a table of methods: its name, the function, its flags.
ENTRY = re.compile(
    r"\{\s*(\"[^\"]*\"|\w+)\s*,\s*\(?\s*(?:\(PyCFunction\)|_PyCFunction_CAST\()?\s*([\w@]+)\)?\s*,\s*"
    r"((?:METH_\w+[\s|]*)+)"
)


def main():
    work = Path(sys.argv[1]).absolute()
    os.environ.update(
        LAZARET_ZIG=str(work / "tools" / "ziglang" / "zig"), LAZARET_SUPPORT=str(work / "support.a"),
        LAZARET_HEADERS=str(work / "tools" / "wasmpy_build" / "include" / "cp314"),
        ZIG_GLOBAL_CACHE_DIR=str(work / "cache"), ZIG_LOCAL_CACHE_DIR=str(work / "cache"), LC_ALL="C.UTF-8",
    )
    commands = json.loads((work / "build" / "compile_commands.json").read_text())
    commands = [it for it in commands if "compiler.py" in it["command"] and not it["file"].endswith(".pyx.c")]
    findings, casts = set(), {}
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        formats = Path(scratch) / "formats.h"
        formats.write_text(FORMATS)
        results = pool.map(
            lambda it: check(it[1], work, formats, Path(scratch) / f"{it[0]}.o"), enumerate(commands)
        )
        for number, (found, there) in enumerate(results):
            findings |= found
            casts |= there
            print(f"\r{number + 1} of {len(commands)} files", end="", file=sys.stderr)
    print(file=sys.stderr)
    for source in (work / next(it.name for it in work.glob("numpy-*")) / "numpy").rglob("*"):
        if source.suffix in (".c", ".cpp", ".src") and "pythoncapi-compat" not in source.parts:
            findings |= wrong_entries(source, casts)
    for finding in sorted(findings):
        print(finding)
    print(f"{len(findings)} places")
    return 1 if findings else 0


def check(entry, work, formats, out):
    """The findings in one file, compiled as in the build but for its speed; and the functions in its tables that have not
    two parameters, by their places."""
    words = shlex.split(entry["command"])
    at = next(index for index, word in enumerate(words) if word.endswith("compiler.py"))
    skip = {index + 1 for index, word in enumerate(words) if word in ("-o", "-MF", "-MQ", "-MT")}
    dropped = ("-o", "-MF", "-MQ", "-MT", "-MD")
    rest = [
        word for index, word in enumerate(words)
        if at + 1 < index and index not in skip and word not in dropped and not word.startswith(("-O", "-W"))
    ]
    command = compiler.command(words[at + 1], [
        *rest, "-O0", "-o", str(out), "-include", str(formats), "-Wformat", "-Wcast-function-type-mismatch",
    ])
    step = subprocess.run(command, cwd=work / "build", capture_output=True, text=True)
    out.unlink(missing_ok=True)
    if step.returncode != 0:
        return {f"{entry['file']}: does not compile here: {step.stderr.strip()[-300:]}"}, {}
    findings, casts = set(), {}
    for line in COLOUR.sub("", step.stderr).splitlines():
        if (found := FORMAT.search(line)) and wrong_length(*found.groups()):
            findings.add(line)
        elif found := CAST.search(line):
            source, plain, target = found.groups()
            name, number = line.split(":")[:2]
            if target == "PyCFunction":
                casts[((work / "build" / name).resolve(), int(number))] = parameters(plain or source)
            elif parameters(plain or source) != {"getter": 2, "setter": 3}[target]:
                findings.add(line)
    return findings, casts


def wrong_length(wanted, wanted_plain, given, given_plain):
    """Whether one takes four bytes and the other eight."""
    wanted, given = wanted_plain or wanted, given_plain or given
    wide = [bool(WIDE.search(it)) and "*" not in it for it in (wanted, given)]
    return wide[0] != wide[1]


def parameters(function):
    """How many parameters a function has, by its type."""
    inner = re.search(r"\(\*\)\((.*)\)$", function)[1]
    return 0 if inner == "void" else inner.count(",") + 1


def wrong_entries(source, casts):
    """Methods that are called with another number of parameters than they have."""
    text = source.read_text(encoding="utf-8")
    findings = set()
    for entry in ENTRY.finditer(text):
        first, last = (text.count("\n", 0, at) + 1 for at in entry.span())
        there = [casts[source, line] for line in range(first, last + 1) if (source, line) in casts]
        flags = tuple(sorted(set(re.findall(r"METH_\w+", entry[3])) - {"METH_STATIC", "METH_CLASS", "METH_COEXIST"}))
        if PARAMETERS.get(flags) != (there[0] if there else 2):
            findings.add(f"{source}:{first}: {entry[2]} is called as if it had other parameters: {' '.join(flags)}")
    return findings


if __name__ == "__main__":
    sys.exit(main())
