# A division to as many digits as the type allows.
# expect: failed/out-of-memory
import decimal


def f(n):
    decimal.getcontext().prec = decimal.MAX_PREC
    return str(decimal.Decimal(1) / 7)
