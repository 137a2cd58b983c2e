# With Python's own limit lifted, a whole number of more than 4,300 digits becomes text; the host refuses it.
# expect: failed/invalid-output
# message: the integer has more than 4,300 digits
import sys

sys.set_int_max_str_digits(0)


def f(n):
    return 10**4300
