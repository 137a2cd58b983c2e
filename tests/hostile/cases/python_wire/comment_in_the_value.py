# Comments, single quotes and a comma too many, for readers that forgive.
# expect: failed/invalid-output
# message: expected
from app import program

program.dumps = lambda value, what: f"[{value}, /* right */ {value},]"


def f(n):
    return n
