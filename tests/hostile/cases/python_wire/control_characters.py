# A text with the bytes of terminal commands as they are, without escapes.
# expect: failed/invalid-output
# message: a control character stands in a text
from app import program

program.dumps = lambda value, what: '"\x1b[2J\x00"'


def f(n):
    return n
