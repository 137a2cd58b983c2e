# Swallows every refusal of memory and asks again, for ever.
# expect: failed/out-of-fuel
def f(n):
    while True:
        try:
            bytearray(1 << 30)
        except MemoryError:
            pass
