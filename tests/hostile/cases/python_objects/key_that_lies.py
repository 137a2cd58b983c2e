# A key of a class of its own is equal to every other key and changes its hash.
# expect: failed/invalid-output
# message: key of type Key
class Key(str):
    count = 0

    def __hash__(self):
        Key.count += 1
        return Key.count

    def __eq__(self, other):
        return True


def f(n):
    return {Key("a"): 1, Key("a"): 2}
