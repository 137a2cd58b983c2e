# The plugin is made to hand out bytes that are no UTF-8.
# expect: failed/trap
from app import program

program.dumps = lambda value, what: b"\xff\xfe\x00"


def f(n):
    return n * n
