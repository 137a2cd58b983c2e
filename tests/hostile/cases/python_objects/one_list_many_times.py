# Lists that hold the same list twice, thirty levels deep: a thousand million items in a few hundred bytes.
# expect: failed/out-of-fuel
def f(n):
    value = 0
    for _ in range(30):
        value = [value, value]
    return value
