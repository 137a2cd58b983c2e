# The report is a number that fits no 64 bits.
# expect: fault/evaluator-invalid
# message: got Decimal
def f(n):
    return n * n
