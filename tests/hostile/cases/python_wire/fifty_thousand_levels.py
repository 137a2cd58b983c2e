# Lists inside of lists, fifty thousand levels deep, overflow the stack of a reader that recurses.
# expect: failed/invalid-output
# budget: result=200000
# message: nested deeper than 64
from app import program

program.dumps = lambda value, what: "[" * 50_000 + "]" * 50_000


def f(n):
    return n
