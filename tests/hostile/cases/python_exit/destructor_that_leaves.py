# An object leaves when it is destroyed, just after the answer was computed and before it is read.
# expect: failed/exit
# message: status 0
import os


class Bomb:
    def __del__(self):
        os._exit(0)


def f(n):
    bomb = Bomb()
    return n if bomb else 0
