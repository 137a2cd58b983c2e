# A text that is added to itself until the memory ends.
# expect: failed/out-of-memory
def f(n):
    text = "xx"
    while True:
        text += text
