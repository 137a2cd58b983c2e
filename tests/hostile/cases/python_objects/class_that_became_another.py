# An object takes over the class of another by assignment, after it was made as something else.
# expect: failed/invalid-output
# message: result is of type Second
class First(list):
    pass


class Second(list):
    def __eq__(self, other):
        return True


def f(n):
    answer = First([n * n])
    answer.__class__ = Second
    return answer
