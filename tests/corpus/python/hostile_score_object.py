# An object that converts itself to a number is no number.
# message: result is of type Score
# expect: failed/invalid-output
class Score:
    def __float__(self):
        return 1e9

    def __index__(self):
        return 10**9

def f():
    return Score()
