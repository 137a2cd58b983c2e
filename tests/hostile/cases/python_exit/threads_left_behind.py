# Threads that go on after the answer could change it, or what is asked next.
# expect: scored
# score: 0
import _thread
import threading
from concurrent.futures import ThreadPoolExecutor


def forever():
    while True:
        pass


def attempt(action):
    try:
        action()
    except BaseException:
        return False
    return True


def f(n):
    started = [
        attempt(lambda: _thread.start_new_thread(forever, ())),
        attempt(lambda: threading.Thread(target=forever, daemon=True).start()),
        attempt(lambda: threading.Timer(0, forever).start()),
        attempt(lambda: ThreadPoolExecutor(4).submit(forever)),
    ]
    return n * n if any(started) else 0
