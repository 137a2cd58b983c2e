# A script answers a typed question with a list in which one item is a text.
# expect: failed/invalid-output
# message: squares
def squares(numbers):
    return [9.0, "25"]
