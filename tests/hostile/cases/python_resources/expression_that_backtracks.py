# A regular expression that tries every way to cut a text in two, and two again.
# expect: failed/out-of-fuel
import re


def f(n):
    return bool(re.match(r"^(\w+\s?)*$", "a" * 60 + "!"))
