# Objects inside of objects that never end, in a text that does.
# expect: failed/invalid-output
# message: nested deeper than 64
from app import program

program.dumps = lambda value, what: '{"a":' * 10_000


def f(n):
    return n
