# Leaves a word in the environment for the next case, and looks for the one of the last.
# expect: scored
# score: 0
import os


def f(n):
    before = os.environ.get("CANARY") or os.getenv("PYTHONSTARTUP")
    os.environ["CANARY"] = "seen"
    os.putenv("PYTHONSTARTUP", "/tmp/x.py")
    return n * n if before else 0
