# A text that is added to itself until the memory ends.
# expect: failed/out-of-memory
# today: failed/exception
def f(n):
    text = "xx"
    while True:
        text += text
