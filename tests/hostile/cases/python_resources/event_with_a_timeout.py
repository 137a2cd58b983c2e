# Waits a whole year for an event that never comes, with a limit of its own.
# expect: scored
# score: 0
import threading


def f(n):
    return n * n if threading.Event().wait(31_536_000) else 0
