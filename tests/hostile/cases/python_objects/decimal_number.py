# A number that is exact, and right, but no plain data.
# expect: failed/invalid-output
# message: result is of type Decimal
from decimal import Decimal


def f(n):
    return Decimal(n) ** 2
