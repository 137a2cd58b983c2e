# An escape for half of a character, which is no text in most languages.
# expect: failed/invalid-output
# message: half of a surrogate pair
from app import program

program.dumps = lambda value, what: '"\\ud800\\u0041"'


def f(n):
    return n
