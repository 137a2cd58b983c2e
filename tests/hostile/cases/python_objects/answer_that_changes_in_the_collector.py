# The garbage collector calls the candidate back while the answer is looked at, and the answer changes.
# expect: failed/invalid-output
# message: result[0] is of type Right
import gc

answer = [0] * 100


class Right(int):
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__


def swap(phase, about):
    answer[0] = Right(9)


gc.callbacks.append(swap)
gc.set_threshold(1, 1, 1)


def f(n):
    answer[:] = [0] * 100
    return answer
