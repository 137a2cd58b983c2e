# An error that only says that it is SystemExit gets its status from a getter of its own.
# expect: failed/exit
# message: status 0
class Leave(BaseException):
    __class__ = SystemExit
    code = 0


def f(n):
    raise Leave
