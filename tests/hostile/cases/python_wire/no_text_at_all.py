# The plugin is made to hand out an object where the contract has a text.
# expect: failed/trap
from app import program

program.dumps = lambda value, what: value


def f(n):
    return n * n
