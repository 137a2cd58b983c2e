"""Stands for the interpreter that NumPy is built for, in front of the one that builds it.

    python3 interpreter.py ARGUMENTS...

The build system asks an interpreter about itself by running a script of its own, `python_info.py`; the answer is
changed to the one that CPython in the plugin would give. All other scripts just run.
"""

import json
import os
import subprocess
import sys

VERSION = "3.14"
SUFFIX = ".cpython-314-wasm32-wasi.so"


def changed(answer, headers):
    """What the interpreter of the plugin would say."""
    for paths in ("paths", "sysconfig_paths"):
        answer[paths].update(include=headers, platinclude=headers)
    answer["variables"].update(
        INCLUDEPY=headers, CONFINCLUDEPY=headers, LIBDIR="/nonexistent", LIBPC="/nonexistent", EXT_SUFFIX=SUFFIX,
        Py_GIL_DISABLED=0, LDVERSION=VERSION, py_version_short=VERSION,
    )
    answer.update(
        version=VERSION, platform="wasi-wasm32", suffix=SUFFIX, limited_api_suffix=".abi3.so",
        link_libpython=False, is_freethreaded=False,
    )
    return answer


if __name__ == "__main__":
    words = [sys.executable, *sys.argv[1:]]
    if any(word.endswith("python_info.py") for word in words):
        print(json.dumps(changed(json.loads(subprocess.check_output(words)), os.environ["LAZARET_HEADERS"])))
    else:
        os.execv(words[0], words)
