# Leaves files, folders, links and pipes behind, where the scorer or the next run would find them.
# expect: scored
# score: 0
# budget: fuel=1000000000
import os
import pathlib
import shutil
import sqlite3
import tempfile
import zipfile


def attempt(action):
    try:
        action()
        return True
    except BaseException:
        return False


def f(n):
    attempts = [
        lambda: open("conftest.py", "w").write("x"),
        lambda: open("/tmp/sitecustomize.py", "a").write("x"),
        lambda: os.open("answers.json", os.O_CREAT | os.O_WRONLY | os.O_TRUNC),
        lambda: tempfile.mkstemp(),
        lambda: tempfile.NamedTemporaryFile(),
        lambda: tempfile.SpooledTemporaryFile().rollover(),
        lambda: os.mkdir("folder"),
        lambda: os.makedirs("/tmp/a/b/c"),
        lambda: os.symlink("/etc/passwd", "link"),
        lambda: os.link("/etc/passwd", "link"),
        lambda: os.rename("evaluator.py", "old.py"),
        lambda: os.unlink("evaluator.py"),
        lambda: os.mkfifo("pipe"),
        lambda: os.mknod("device"),
        lambda: os.truncate("evaluator.py", 0),
        lambda: os.utime("evaluator.py"),
        lambda: pathlib.Path("x.pth").write_text("import os"),
        lambda: shutil.copyfile("/etc/passwd", "copy"),
        lambda: sqlite3.connect("/tmp/x.db").execute("create table t (x)"),
        lambda: zipfile.ZipFile("x.zip", "w").writestr("../../evil", "x"),
    ]
    return n * n if any([attempt(action) for action in attempts]) else 0
