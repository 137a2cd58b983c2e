# A byte order mark stands before the value.
# expect: failed/invalid-output
# message: not plain data at byte 0
from app import program

program.dumps = lambda value, what: f"\ufeff{value}"


def f(n):
    return n * n
