# A number without a digit before its point.
# expect: failed/invalid-output
# message: expected a value
from app import program

program.dumps = lambda value, what: ".5"


def f(n):
    return n * n
