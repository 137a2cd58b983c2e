# The plugin is made to hand out a text that cannot be encoded.
# expect: failed/trap
from app import program

program.dumps = lambda value, what: "\ud800"


def f(n):
    return n * n
