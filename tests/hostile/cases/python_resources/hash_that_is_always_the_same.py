# Objects that share a hash and differ, so that a set of them is a list that is searched from the front.
# expect: failed/out-of-fuel
class Same:
    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self is other


def f(n):
    return len({Same() for _ in range(100_000)})
