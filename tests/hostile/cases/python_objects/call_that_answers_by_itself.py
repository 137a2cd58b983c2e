# The function is an object whose `__call__` is found again and again, and never the last one.
# expect: failed/exception
# message: RecursionError
class Callable:
    pass


class Endless:
    def __getattr__(self, name):
        return self


Callable.__call__ = Callable()


f = Callable()
