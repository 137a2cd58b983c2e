# A dict of a class of its own has every key and answers itself to every question.
# expect: failed/invalid-output
# message: result is of type Answers
class Answers(dict):
    def __missing__(self, key):
        return self

    def __contains__(self, key):
        return True

    def keys(self):
        raise SystemExit(0)


def f(n):
    return Answers(square=n)
