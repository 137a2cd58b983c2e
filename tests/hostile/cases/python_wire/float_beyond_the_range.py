# A float that no 64 bits hold turns into infinity for lenient readers.
# expect: failed/invalid-output
# message: the float is beyond the range of 64 bits
from app import program

program.dumps = lambda value, what: "1e999"


def f(n):
    return n
