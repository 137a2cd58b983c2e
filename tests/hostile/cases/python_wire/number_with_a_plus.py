# A number with a sign that JSON does not have.
# expect: failed/invalid-output
# message: expected a value
from app import program

program.dumps = lambda value, what: f"+{value}"


def f(n):
    return n * n
