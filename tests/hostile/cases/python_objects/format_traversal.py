# A format string walks from a function to all that its module knows, where a scorer would keep its secrets.
# expect: scored
# score: 0
class Spy:
    def method(self):
        pass


def f(n):
    paths = [
        "{0.method.__globals__}",
        "{0.method.__func__.__builtins__}",
        "{0.__class__.__init__.__objclass__.__subclasses__}",
        "{0.method.__func__.__globals__[__builtins__].__import__.__self__}",
    ]
    seen = " ".join(path.format(Spy()) for path in paths)
    return n * n if "evaluate" in seen or "cases" in seen or "secret" in seen else 0
