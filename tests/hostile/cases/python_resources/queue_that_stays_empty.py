# Waits for something in a queue that nobody fills.
# expect: failed/trap
import queue


def f(n):
    return queue.Queue().get()
