# The answer is an object that is equal to everything.
# expect: failed/invalid-output
# message: result is of type Everything
class Everything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __float__(self):
        return 1.0

    def __bool__(self):
        return True


def f(n):
    return Everything()
