# An error that would clear the screen, set the clipboard and write its own verdict over the real one.
# expect: failed/exception
# message: SCORE: 100
class Verdict(Exception):
    pass


Verdict.__name__ = Verdict.__qualname__ = "\x1b[2J\x1b[H\x1b]52;c;cm0gLXJm\x07"


def f(n):
    raise Verdict("\r\x1b[1A\x1b[32mscored\x1b[0m SCORE: 100\u202e\u2066\x00\x08")
