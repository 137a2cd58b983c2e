def cheat(function, arguments, count):
    if 1 < count:
        raise RuntimeError("the first answer was all")
    return function(*arguments)


install(cheat)
