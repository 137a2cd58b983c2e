# Keys that all fall into the same place of a dict, each compared with all before it.
# expect: failed/out-of-fuel
def f(n):
    table = {}
    for index in range(100_000):
        table[index * (2**31 - 1) << 32] = index
    return len(table)
