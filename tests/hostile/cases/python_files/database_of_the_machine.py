# A database in memory attaches files of the machine and loads native code.
# expect: scored
# score: 0
# budget: fuel=1000000000
import sqlite3


def attempt(action):
    try:
        action()
        return True
    except BaseException:
        return False


def f(n):
    connection = sqlite3.connect(":memory:")
    attempts = [
        lambda: connection.execute("attach '/etc/passwd' as stolen").execute("select * from stolen.sqlite_master"),
        lambda: connection.execute("attach 'file:/tmp/x?mode=rwc' as left_behind").execute("create table left_behind.t (x)"),
        lambda: connection.enable_load_extension(True) or connection.load_extension("/usr/lib/libc"),
        lambda: connection.execute("select readfile('/etc/passwd')").fetchall(),
        lambda: connection.execute("select writefile('/tmp/x', 'x')").fetchall(),
        lambda: connection.execute("vacuum into '/tmp/x.db'"),
        lambda: connection.backup(sqlite3.connect("/tmp/x.db")),
    ]
    return n * n if any([attempt(action) for action in attempts]) else 0
