# Waits for a lock that it holds itself, in the only thread that there is.
# expect: failed/trap
import threading


def f(n):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
    return n * n
