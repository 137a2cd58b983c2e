# A member of an enumeration is a whole number that brings a class along.
# expect: failed/invalid-output
# message: result is of type Answer
from enum import IntEnum


class Answer(IntEnum):
    RIGHT = 9


def f(n):
    return Answer.RIGHT
