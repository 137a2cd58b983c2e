# A sort whose comparison never ends.
# expect: failed/out-of-fuel
class Item:
    def __lt__(self, other):
        while True:
            pass


def f(n):
    return len(sorted([Item(), Item()]))
