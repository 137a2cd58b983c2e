# A text that does something in whoever evaluates it.
# expect: failed/invalid-output
# message: expected a value
from app import program

program.dumps = lambda value, what: "__import__('os').system('id')"


def f(n):
    return n
