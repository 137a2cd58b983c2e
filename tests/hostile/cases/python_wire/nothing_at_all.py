# The text of the answer is empty, as if the program had not finished.
# expect: failed/invalid-output
# message: a value is missing
from app import program

program.dumps = lambda value, what: ""


def f(n):
    return n * n
