# A deep copy of a list that is deeper than the stack.
# expect: failed/exception
# budget: fuel=1000000000
# message: RecursionError
import copy


def f(n):
    value = []
    for _ in range(20_000):
        value = [value]
    return len(copy.deepcopy(value))
