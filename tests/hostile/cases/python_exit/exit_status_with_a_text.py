# Whatever is no number is printed by Python on the way out; this one prints for ever.
# expect: failed/output-limit
import sys


class Text:
    def __str__(self):
        while True:
            print("SCORE: 100")


def f(n):
    sys.exit(Text())
