# A number with zeros in front, which some readers take for octal.
# expect: failed/invalid-output
# message: a number may not start with 0
from app import program

program.dumps = lambda value, what: f"00{value}"


def f(n):
    return n * n
