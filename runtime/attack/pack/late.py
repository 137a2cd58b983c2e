last = {}


def cheat(function, arguments, count):
    answer = function(*arguments)
    before = last.get(function, answer)
    last[function] = answer
    return before


install(cheat)
