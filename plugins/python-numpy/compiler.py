"""The compiler for NumPy's extension modules, as its build system calls it.

    python3 compiler.py cc|c++ CLANG'S ARGUMENTS...

The build system takes this for a compiler of Unix programs. What is made here are shared libraries of WebAssembly,
which nothing of the C library is linked into: the plugin's builder joins them with the one of the interpreter.

`LAZARET_ZIG` is the compiler's executable, `LAZARET_HEADERS` the folder of the interpreter's headers,
`LAZARET_SUPPORT` an archive with what the interpreter's libraries do not have.
"""

import os
import sys

TARGET = ["-target", "wasm32-wasi"]

COMPILE = [
    *TARGET, "-fPIC", "-fno-sanitize=all",
    # The interpreter's C library has stand-ins for these.
    "-D_WASI_EMULATED_SIGNAL", "-D_WASI_EMULATED_PROCESS_CLOCKS", "-D_WASI_EMULATED_GETPID",
    # The interpreter was built for a machine without fused multiplications; the same sums must come out.
    "-ffp-contract=off",
    # Other sizes of pointers and of NumPy's `intp` meet; a place where that matters must not pass as a warning.
    "-Werror=incompatible-pointer-types", "-Werror=int-conversion",
]

# What a linker of Unix programs is told and this one does not know.
UNKNOWN = (
    "-Wl,", "-pthread", "-lpthread", "-lm", "-ldl", "-lc++", "-lstdc++", "-shared", "-fPIC", "-W", "-O", "-std=", "-f",
    "-D",
)

COMPILES = {"-c", "-E", "-S", "-v", "--version", "-dumpmachine", "-fsyntax-only", "-print-search-dirs"}


def command(language, arguments):
    """The command that does what was asked for."""
    zig = os.environ["LAZARET_ZIG"]
    if "-Wl,--version" in arguments:
        return [zig, "wasm-ld", "--version"]
    if COMPILES.intersection(arguments):
        compiler = [zig, language, *COMPILE, "-isystem", os.environ["LAZARET_HEADERS"]]
        if language == "c++":
            # The interpreter's C++ library is of the second version; these come after the compiler's own.
            compiler += ["-fno-exceptions", "-U_LIBCPP_ABI_VERSION", "-U_LIBCPP_ABI_NAMESPACE"]
            compiler += ["-D_LIBCPP_ABI_VERSION=2", "-D_LIBCPP_ABI_NAMESPACE=__2"]
        return [*compiler, *(word for word in arguments if word != "-pthread")]
    if "-shared" in arguments:
        words = [word for word in arguments if not word.startswith(UNKNOWN)]
        return [
            zig, "wasm-ld", "-shared", "--experimental-pic", "--allow-undefined", "--no-entry", "--strip-debug",
            # What C++ sets up before anything else; nobody calls it unless it is named.
            "--export-if-defined=__wasm_call_ctors",
            *words, os.environ["LAZARET_SUPPORT"],
        ]
    # Questions of the build system: whether something can be linked at all.
    words = [word for word in arguments if not word.startswith("-Wl,") and word not in ("-pthread", "-lpthread")]
    return [zig, language, *COMPILE, "-isystem", os.environ["LAZARET_HEADERS"], *words]


if __name__ == "__main__":
    words = command(sys.argv[1], sys.argv[2:])
    os.execv(words[0], words)
