# A number with underscores, as Python itself writes them in sources.
# expect: failed/invalid-output
# message: more text follows the value
from app import program

program.dumps = lambda value, what: f"{value:_}"


def f(n):
    return 1_000_000 + n
