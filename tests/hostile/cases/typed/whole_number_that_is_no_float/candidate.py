# A script answers with a whole number that no float of 64 bits is.
# expect: failed/invalid-output
# message: squares
def squares(numbers):
    return [2**53 + 1, 25]
