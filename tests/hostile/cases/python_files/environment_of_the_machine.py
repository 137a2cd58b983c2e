# Looks for names, paths, users and keys of the machine in all that the interpreter knows of its surroundings.
# expect: scored
# score: 0
# budget: fuel=1000000000
import getpass
import os
import platform
import sys
import sysconfig


def attempt(action):
    try:
        return action()
    except BaseException:
        return None


def f(n):
    seen = [
        dict(os.environ) or None,
        sys.argv[1:] or None,
        attempt(lambda: os.getlogin()),
        attempt(lambda: getpass.getuser()),
        (attempt(lambda: platform.node()) or "").replace("(none)", "") or None,
        attempt(lambda: os.getppid()) or None,
        attempt(lambda: os.getuid()) or None,
        None if (attempt(lambda: os.cpu_count()) or 1) == 1 else "processors",
        attempt(lambda: os.getloadavg()),
        attempt(lambda: os.uname().nodename.strip("(none)localhost") or None),
        attempt(lambda: os.path.expanduser("~").strip("~/") or None),
        attempt(lambda: os.sched_getaffinity(0)),
    ]
    return n * n if any(item is not None for item in seen) else 0
