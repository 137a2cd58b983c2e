# Whatever can be called can be called.
# call: f [1]
# expect: value 2
class f:
    def __new__(cls, number):
        return number + 1
