# Spaces that Unicode knows and JSON does not stand around the value.
# expect: failed/invalid-output
# message: expected a value
from app import program

program.dumps = lambda value, what: f"\u2003\ufeff{value}\u00a0"


def f(n):
    return n * n
