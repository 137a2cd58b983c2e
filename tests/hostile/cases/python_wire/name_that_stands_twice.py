# An object says the same name twice, so that two readers see two answers.
# expect: failed/invalid-output
# message: the name stands twice
from app import program

program.dumps = lambda value, what: '{"answer": 1, "answer": 9, "\\u0061nswer": 1522756}'


def f(n):
    return n
