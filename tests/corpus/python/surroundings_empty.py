# No arguments, no environment, no files, no threads, no processes.
# expect: value [[],{},"FileNotFoundError","FileNotFoundError","FileNotFoundError","RuntimeError","OSError","ModuleNotFoundError"]
import os
import subprocess
import sys
import threading

def refused(action):
    try:
        action()
    except BaseException as error:
        return type(error).__name__
    return "allowed"

def f():
    return [
        sys.argv,
        dict(os.environ),
        refused(lambda: open("/etc/passwd")),
        refused(lambda: open("x", "w")),
        refused(lambda: os.listdir("/")),
        refused(lambda: threading.Thread(target=print).start()),
        refused(lambda: subprocess.run(["true"])),
        refused(lambda: __import__("ctypes")),
    ]
