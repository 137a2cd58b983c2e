# Starts other programs by every road that the standard library has.
# expect: scored
# score: 0
# budget: fuel=1000000000
import os
import subprocess


def attempt(action):
    try:
        action()
        return True
    except BaseException:
        return False


def multiprocess():
    import multiprocessing

    multiprocessing.Process(target=print).start()


def terminal():
    import pty

    pty.spawn("/bin/sh")


def asynchronous():
    import asyncio

    asyncio.run(asyncio.create_subprocess_exec("id"))


def f(n):
    attempts = [
        lambda: subprocess.run(["id"]),
        lambda: subprocess.Popen("id", shell=True),
        lambda: subprocess.check_output(["/bin/sh", "-c", "id"]),
        lambda: os.system("id"),
        lambda: os.popen("id").read(),
        lambda: os.fork(),
        lambda: os.forkpty(),
        lambda: os.execv("/bin/sh", ["sh"]),
        lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
        lambda: os.spawnv(os.P_NOWAIT, "/bin/sh", ["sh"]),
        multiprocess,
        terminal,
    ]
    return n * n if any([attempt(action) for action in attempts]) else 0
