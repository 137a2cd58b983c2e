# A class that claims to be int by its hash and name is not taken for one.
# expect: failed/exception
# message: TypeError
class Meta(type):
    __name__ = "int"

    def __hash__(cls):
        return hash(int)

    def __eq__(cls, other):
        return True

class Liar(metaclass=Meta):
    pass

def f():
    return [Liar()]
