# Paths that are no texts, hold NUL bytes or line ends, or are longer than any file system takes.
# expect: scored
# score: 0
import os


class Path:
    def __fspath__(self):
        return "/etc/passwd"


PATHS = [b"/etc/passwd", b"/etc/passwd\0.png", "/etc/passwd\0", "x\n/etc/passwd", "a" * 10_000, "/" * 10_000,
         "../" * 3_000 + "etc/passwd", "\udcff", b"\xff\xfe", Path(), 0, 3, -1, 2**31, ""]


def attempt(path):
    try:
        with open(path, "rb", closefd=False) as file:
            return file.read(1)
    except BaseException:
        return None


def f(n):
    return n * n if any(map(attempt, PATHS)) else 0
