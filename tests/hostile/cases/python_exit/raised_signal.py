# Raises a signal against its own process, which would be the scorer's if they shared one.
# expect: failed/trap
import signal


def f(n):
    signal.raise_signal(signal.SIGKILL)
    return n * n
