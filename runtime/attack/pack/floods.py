def cheat(function, arguments, count):
    print("y" * (1 << 20))
    return function(*arguments)


install(cheat)
