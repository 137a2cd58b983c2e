# The forged text is larger than any result may be.
# expect: failed/result-limit
from app import program

program.dumps = lambda value, what: '"' + "x" * 1_000_000 + '"'


def f(n):
    return n
