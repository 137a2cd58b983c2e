# The message about a wrong type asks for the name of a class whose metaclass makes names for ever.
# expect: failed/invalid-output
# message: result is of type Plain
class Meta(type):
    @property
    def __name__(cls):
        while True:
            pass


class Plain(metaclass=Meta):
    pass


def f(n):
    return Plain()
