#!/usr/bin/env python3
"""Builds the JavaScript plugin: QuickJS-NG and the C code in `glue`, as one core module.

    python3 build.py --bindings /tmp/bindings --out javascript.wasm --work /tmp/work

`--bindings` is the folder with `interpreter.h` and `interpreter.c`, which Lazaret generates for the world
`lazaret:plugin/interpreter` of `../../wit`; it also makes the finished module into a component.

Needs Python 3.9 or newer with pip, and once the package index for the two tools, the compiler and what runs the
module for the snapshot, which are pinned by hash in `requirements.txt` (or `--wheels`, a folder with both; or for
the compiler `--zig`), and cargo for the sources of the engine, which are pinned by hash in `sources.lock` and, file
by file, below (or `--quickjs`, a folder with the same files).

Builds are reproducible to the last byte: nothing of the machine gets into the module.

Progress goes to stderr, one line for each step; if it fails, the last line says why.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BINDINGS = ("interpreter.c", "interpreter.h")

# QuickJS-NG 0.16.2. `engine.c` includes the first file; the other C files are compiled as they are.
ENGINE = {
    "quickjs.c": "3a6b52a225c21709ef1fd314183efd3af862e867ce4ef8caabcae67922a745b3",
    "libregexp.c": "af13e996abb1767fe0cdfda123c45b811d53688d403a2ac47142e97bf79f1fae",
    "libunicode.c": "d755606498ff707dc3a93826713c749f77b9222d8a6b066621d72a308460bf2d",
    "dtoa.c": "a8d2cf2d04db406e0c16acdd95ab0e709d309902865722f41dac07a1ba5676af",
    "builtin-array-fromasync.h": "f41eb2eb028832cff9a5f8d8d2cb438c27771a9d7d85c30dfd16aa78f34fe6de",
    "builtin-iterator-zip-keyed.h": "b44cb8065f2eb2d4689b426bbc08fdf24ac996065cd909a09748566ce0b6a446",
    "builtin-iterator-zip.h": "8d30bc2ebbc77f18754059444ee1e2686a6b2229cedfadcc0c593baa656acec2",
    "cutils.h": "dffec8bea17f08108da5a91c1178804754698bbbb6202dc100268e78e8c5b770",
    "dtoa.h": "1c4a4540c0038632c8a4c225472fbc21bd476fb35c4da4a857a11965b58231b9",
    "libregexp-opcode.h": "2a98d646089f3a72f25480116297c5fdb5b28fd9f815447273951f4ade4a115e",
    "libregexp.h": "53ff95a038f7001b752c455d195d998e2955f0ae4ed62a002c13eca798db3ceb",
    "libunicode-table.h": "5840a921ac11664b505ee37b1219f518fff2a04972fe848b4bdf1e85c5a0bd83",
    "libunicode.h": "ad13f66aaea3fab1616e84b9c048f2a315e1bdbab628b966617a7a3e55bcba2b",
    "list.h": "cb6e24e8ee54bccdd66234fe54cd702d1160b9841db2b9b9adeb5003afe301d5",
    "quickjs-atom.h": "66654ae6533d15073ea527979c453709d7ed83162142c656095a10dcef737a60",
    "quickjs-opcode.h": "0054b0c45fd091afa308c3fb93b5862e0b071235918d3d73e413d23fce388bbc",
    "quickjs.h": "979127138da79cad5ddc7effa1afb13e8b02f744da2aa36844d4cb9d8cb92de9",
}

# What of the engine is not as it came.
CHANGES = {
    # How deep the stack may get depends on what for (`engine.c`).
    b"return unlikely(sp < rt->stack_limit);":
        b"return unlikely(sp < rt->stack_limit + stack_bytes_kept(alloca_size));",
    # An error begins where it is made, and not in the constructor of its class: the engine can leave out what lies
    # above a function, but then keeps the stack as for `Error.captureStackTrace`, unless a flag of ours (32) is there.
    b"build_backtrace(ctx, obj, JS_UNDEFINED, NULL, 0, 0, JS_BACKTRACE_FLAG_SKIP_FIRST_LEVEL);":
        b"build_backtrace(ctx, obj, new_target, NULL, 0, 0, "
        b"JS_BACKTRACE_FLAG_SKIP_FIRST_LEVEL | JS_BACKTRACE_FLAG_FILTER_FUNC | 32);",
    b"if (has_filter_func) {\n        /* Error.captureStackTrace(target":
        b"if (has_filter_func && !(backtrace_flags & 32)) {\n        /* Error.captureStackTrace(target",
}

# The stack of C functions in the module's memory: some 9,000 JavaScript calls inside each other. The host's own
# stack, of which each call takes about twice as much, is 16 MiB.
STACK_BYTES = 3 << 20

COMPILER_FLAGS = [
    "-target", "wasm32-wasi", "-mexec-model=reactor", "-std=gnu11", "-O2", "-w",
    "-DNDEBUG", "-D_GNU_SOURCE", f"-DLAZARET_STACK_BYTES={STACK_BYTES}", f"-Wl,-z,stack-size={STACK_BYTES}", "-s",
]


class BuildError(Exception):
    """A step failed; the message says what to do."""


def main():
    arguments = parse_arguments()
    started = time.monotonic()
    try:
        build(arguments)
    except (BuildError, OSError) as error:
        say(f"{error}")
        return 1
    size = arguments.out.stat().st_size / 2**20
    say(f"javascript plugin: {size:.1f} MiB in {time.monotonic() - started:.0f} s")
    return 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bindings", type=Path, required=True, help="folder of the generated C bindings")
    parser.add_argument("--out", type=Path, required=True, help="where the module goes")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder, emptied first")
    parser.add_argument("--wit", type=Path, help="folder of the WIT packages; the bindings hold all that is needed")
    parser.add_argument("--quickjs", type=Path, help="folder of the engine's sources, instead of fetching them")
    parser.add_argument("--zig", type=Path, help="the compiler's executable, instead of fetching it")
    parser.add_argument("--wheels", type=Path, help="folder of the tools' wheels, instead of fetching them")
    return parser.parse_args()


def build(arguments):
    if sys.version_info < (3, 9):
        raise BuildError(f"Python 3.9 or newer is needed; this is {sys.version.split()[0]}")
    work = arguments.work.absolute()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    sources = arguments.quickjs or fetch_sources(work / "sources")
    tools = fetch_tools(work / "tools", arguments)
    zig = arguments.zig or tools / "ziglang" / ("zig.exe" if sys.platform == "win32" else "zig")
    inputs = copy_inputs(work / "inputs", sources, arguments.bindings)

    say("compiling the engine and the glue")
    module, fresh = work / "module.wasm", work / "javascript.wasm"
    compile_module(zig.absolute(), inputs, module, work)
    say("taking the snapshot")
    run([sys.executable, "-I", "-B", HERE / "snapshot.py", tools, module, fresh, STACK_BYTES])
    # Under its name only when it is complete.
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    os.replace(fresh, arguments.out)


def fetch_sources(folder):
    """The engine's sources from the crate that carries them; cargo refuses what has another digest."""
    cargo = shutil.which(os.environ.get("CARGO", "cargo"))
    if cargo is None:
        raise BuildError("no cargo, which fetches the engine's sources: install Rust, or use --quickjs")
    say("fetching the engine's sources (3 MB)")
    folder.mkdir()
    shutil.copyfile(HERE / "sources.toml", folder / "Cargo.toml")
    shutil.copyfile(HERE / "sources.lock", folder / "Cargo.lock")
    (folder / "lib.rs").touch()
    run([cargo, "vendor", "--quiet", "--locked", folder / "vendor"], cwd=folder)
    return folder / "vendor" / "rquickjs-sys" / "quickjs"


def fetch_tools(folder, arguments):
    """Installs the tools into a folder of their own; pip refuses whatever has another hash."""
    wanted = requirements()
    if arguments.zig:
        wanted = [text for text in wanted if not text.startswith("ziglang")]
    say("unpacking the tools" if arguments.wheels else "fetching the tools (10 MB, and 100 MB for a compiler)")
    chosen = arguments.work / "requirements.txt"
    chosen.write_text("\n".join(wanted))
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
        "--target", folder, "--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", chosen,
    ]
    if arguments.wheels:
        command += ["--no-index", "--find-links", arguments.wheels.absolute()]
    run(command)
    return folder


def requirements():
    """The tools, each with its hashes."""
    text = (HERE / "requirements.txt").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [tool for tool in "\n".join(lines).replace("\\\n", "").splitlines() if tool]


def copy_inputs(folder, sources, bindings):
    """All that is compiled, side by side, so that no path of this machine gets into the module."""
    shutil.copytree(HERE / "glue", folder, ignore=shutil.ignore_patterns(".*"))
    for name in BINDINGS:
        shutil.copyfile(bindings / name, folder / name)
    for name, digest in ENGINE.items():
        content = (sources / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise BuildError(f"`{sources / name}` is not the file that this plugin was made for")
        (folder / name).write_bytes(content)
    patch(folder / "quickjs.c")
    embed(folder / "lazaret.js", folder / "lazaret_js.c")
    return folder


def patch(path):
    """Changes the few lines of the engine that have to be others."""
    content = path.read_bytes()
    for original, changed in CHANGES.items():
        if content.count(original) != 1:
            raise BuildError(f"the engine is not the one that is known: `{original.decode()}` is not there once")
        content = content.replace(original, changed)
    path.write_bytes(content)


def embed(source, target):
    """A file as a constant in C, with a final zero."""
    content = source.read_bytes()
    numbers = ",".join(str(byte) for byte in content + b"\0")
    target.write_text(
        "#include <stddef.h>\n"
        f"const char lazaret_js[] = {{{numbers}}};\n"
        f"const size_t lazaret_js_length = {len(content)};\n"
    )


def compile_module(zig, inputs, out, work):
    """One call of the compiler, in an environment with nothing of the user's in it."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(work),
        "LC_ALL": "C.UTF-8",
        "ZIG_GLOBAL_CACHE_DIR": str(work / "cache"),
        "ZIG_LOCAL_CACHE_DIR": str(work / "cache"),
    }
    if sys.platform == "win32":
        environment.update({name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ})
    # In a fixed order, which is the order of the functions in the module.
    sources = sorted(path.name for path in inputs.glob("*.c") if path.name != "quickjs.c")
    run([zig, "cc", *COMPILER_FLAGS, "-I.", *sources, "-o", out], cwd=inputs, env=environment)


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
