# A proxy stands for an object that is already gone.
# expect: failed/invalid-output
# message: result is of type ProxyType
import weakref


class Answer(list):
    pass


def f(n):
    return weakref.proxy(Answer([n * n]))
