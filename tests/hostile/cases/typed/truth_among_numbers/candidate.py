# A script answers with a truth value among numbers.
# expect: failed/invalid-output
# message: squares
def squares(numbers):
    return [True, 25.0]
