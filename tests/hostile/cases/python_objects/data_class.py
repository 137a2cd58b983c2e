# A data class compares field by field, with fields that compare as they like.
# expect: failed/invalid-output
# message: result is of type Answer
from dataclasses import dataclass


@dataclass(order=True)
class Answer:
    square: int


def f(n):
    return Answer(n * n)
