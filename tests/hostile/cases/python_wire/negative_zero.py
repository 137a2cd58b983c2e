# The zero below zero is equal to zero and divides to minus infinity; it crosses as what it is, and earns nothing.
# expect: scored
# score: 0
from app import program

program.dumps = lambda value, what: "-0.0"


def f(n):
    return n
