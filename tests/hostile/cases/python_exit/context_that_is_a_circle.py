# Errors that are the cause and the context of each other never end for whoever prints them.
# expect: failed/exception
# message: Second
class First(Exception):
    pass


class Second(Exception):
    pass


def f(n):
    first, second = First("first"), Second("second")
    first.__cause__, first.__context__ = second, second
    second.__cause__, second.__context__ = first, first
    raise second
