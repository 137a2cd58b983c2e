# An object says that its class is int.
# expect: failed/invalid-output
# message: result is of type Nine
class Nine:
    __class__ = property(lambda self: int)

    def __int__(self):
        return 9


def f(n):
    return Nine()
