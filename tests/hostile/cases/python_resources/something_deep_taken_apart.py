# A list that is deeper than the stack is freed, which frees what is in it, and so on.
# expect: failed/stack-overflow
# budget: fuel=1000000000
def f(n):
    value = []
    for _ in range(500_000):
        value = [value]
    del value
    return 0
