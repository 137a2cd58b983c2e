# The message of an error is computed for ever, after the program itself is done.
# expect: failed/out-of-fuel
class Endless(Exception):
    def __str__(self):
        while True:
            pass


def f(n):
    raise Endless
