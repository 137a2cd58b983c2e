# Native code by way of ctypes, cffi and extension modules.
# expect: scored
# score: 0
import importlib.machinery
import importlib.util


def attempt(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False


def load(path):
    loader = importlib.machinery.ExtensionFileLoader("x", path)
    spec = importlib.util.spec_from_file_location("x", path, loader=loader)
    try:
        importlib.util.module_from_spec(spec)
        return True
    except BaseException:
        return False


def f(n):
    native = any(map(attempt, ("ctypes", "_ctypes", "cffi", "_cffi_backend", "_testcapi", "mmap", "_posixshmem")))
    return n * n if native or load("/usr/lib/libc.so") or load("x.cpython-314-wasm32-wasi.so") else 0
