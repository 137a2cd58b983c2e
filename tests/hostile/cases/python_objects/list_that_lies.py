# A list of a class of its own yields other items than it holds.
# expect: failed/invalid-output
# message: result is of type Items
class Items(list):
    def __iter__(self):
        while True:
            yield 1

    def __len__(self):
        return 0

    def __eq__(self, other):
        return True


def f(n):
    return Items([n * n])
