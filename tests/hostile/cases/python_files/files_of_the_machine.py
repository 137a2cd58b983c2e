# Reads the files that tell most about a machine, and the scorer's own, by every road that opens a file.
# expect: scored
# score: 0
# budget: fuel=1000000000
import codecs
import io
import linecache
import os
import pathlib
import tokenize

PATHS = """
    / . .. /etc/passwd /etc/shadow /etc/hostname /proc/self/environ /proc/self/maps /proc/self/mem /proc/self/fd/0
    /proc/1/cmdline /dev/mem /dev/null /dev/urandom /dev/tty /dev/stdin /dev/fd/3 /root/.ssh/id_rsa /tmp /var/run
    evaluator.py ./evaluator.py ../evaluator.py task.toml data/answers.json answers.json expected_output
    file:///etc/passwd //etc/passwd /../../etc/passwd /python /0 /0/app/program.py C:\\windows\\win.ini
""".split()


def attempt(action, path):
    try:
        return action(path)
    except BaseException:
        return None


def f(n):
    roads = [
        lambda path: open(path).read(),
        lambda path: open(path, "rb", buffering=0).read(100),
        lambda path: os.read(os.open(path, os.O_RDONLY), 100),
        lambda path: pathlib.Path(path).read_bytes(),
        lambda path: io.FileIO(path).read(100),
        lambda path: io.open_code(path).read(),
        lambda path: codecs.open(path).read(),
        lambda path: tokenize.open(path).read(),
        lambda path: "".join(linecache.getlines(path)),
        lambda path: os.listdir(path),
        lambda path: os.readlink(path),
        lambda path: os.stat(path),
        lambda path: os.path.exists(path),
    ]
    found = [path for path in PATHS for road in roads if attempt(road, path)]
    return n * n if found else 0
