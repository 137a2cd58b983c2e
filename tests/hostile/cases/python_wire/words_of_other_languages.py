# The words for nothing and truth of Python itself, for readers that evaluate what they get.
# expect: failed/invalid-output
# message: expected a value
from app import program

program.dumps = lambda value, what: "True"


def f(n):
    return n
