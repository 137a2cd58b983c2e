# A program may notice and go on with less.
# expect: value "less"
def f():
    try:
        return len([0] * 10**9)
    except MemoryError:
        return "less"
