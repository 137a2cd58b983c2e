# A number in a form that only some readers know.
# expect: failed/invalid-output
# message: more text follows the value
from app import program

program.dumps = lambda value, what: hex(value)


def f(n):
    return n * n
