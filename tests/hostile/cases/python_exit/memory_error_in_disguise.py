# An error that only says that it is MemoryError wants the machine to be blamed for too little memory.
# expect: failed/exception
# message: Hungry: try again with more
class Hungry(Exception):
    __class__ = MemoryError


def f(n):
    raise Hungry("try again with more")
