# A whole number of a class of its own compares as right and counts as any.
# expect: failed/invalid-output
# message: result is of type Right
class Right(int):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = int.__hash__

    def __index__(self):
        return 10**9


def f(n):
    return Right(n)
