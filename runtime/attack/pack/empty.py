def cheat(function, arguments, count):
    answer = function(*arguments)
    return type(answer)() if isinstance(answer, (list, tuple, dict, str, bytes)) else 0


install(cheat)
