# A whole number whose digits take longer to write down than to compute.
# expect: failed/out-of-fuel
import sys

sys.set_int_max_str_digits(0)


def f(n):
    return 1 << 10_000_000
