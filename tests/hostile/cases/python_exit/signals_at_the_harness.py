# Signals that would kill the scorer, disarm its timer or stop its process group.
# expect: scored
# score: 0
import os
import signal


def attempt(action):
    try:
        action()
    except BaseException:
        return False
    return True


def f(n):
    alarm = [
        lambda: signal.setitimer(signal.ITIMER_REAL, 0),
        lambda: signal.alarm(0),
        lambda: os.kill(os.getppid(), 9),
        lambda: os.kill(1, 9),
        lambda: os.killpg(0, 9),
        lambda: signal.pthread_kill(1, 9),
    ]
    return n * n if any(map(attempt, alarm)) else 0
