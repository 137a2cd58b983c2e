# Digits of another script are digits for Python's own `int`.
# expect: failed/invalid-output
# message: expected a value
from app import program

program.dumps = lambda value, what: str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def f(n):
    return n * n
