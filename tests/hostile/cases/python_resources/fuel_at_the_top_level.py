# Spends all its fuel before it can be called, half of it in a class and half in a decorator.
# expect: failed/out-of-fuel
class Slow:
    for _ in range(10**6):
        pass


def endless(function):
    while True:
        pass


@endless
def f(n):
    return n * n
