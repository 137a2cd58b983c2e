# The text of an object asks for the text of another, a million times.
# expect: failed/exception
# message: RecursionError
class Node:
    def __init__(self, below):
        self.below = below

    def __repr__(self):
        return repr(self.below)


def f(n):
    node = None
    for _ in range(10_000):
        node = Node(node)
    return repr(node)
