# A text of twice the length is made again and again, until there is no room for the next one.
# expect: failed/out-of-memory
def f(n):
    text = "xx"
    while True:
        longer = "".join((text, text))
        text = longer
