# Reads and looks at every descriptor that a parent could have left open.
# expect: scored
# score: 0
# budget: fuel=1000000000
import os


def attempt(action, *arguments):
    try:
        return action(*arguments)
    except BaseException:
        return None


def f(n):
    for descriptor in range(256):
        if attempt(os.read, descriptor, 100) or attempt(os.pread, descriptor, 100, 0):
            return n * n
        if 2 < descriptor and attempt(os.fstat, descriptor):
            return n * n
        if attempt(os.listdir, descriptor) or attempt(os.openat if hasattr(os, "openat") else os.open, "/etc/passwd", 0):
            return n * n
    return 0
