# The reader of arguments is replaced, so that the question is another one: the answer is right for that, and wrong.
# expect: scored
# score: 0
from app import program

program.loads = lambda text: [1]


def f(n):
    return n * n
