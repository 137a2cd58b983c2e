# The message is a text of a class of its own that claims another length and other slices.
# expect: failed/exception
# message: Liar: honest words
class Text(str):
    def __len__(self):
        return 10**9

    def __getitem__(self, index):
        return self

    def isascii(self):
        return True


class Liar(Exception):
    def __str__(self):
        return Text("honest words")


def f(n):
    raise Liar
