# Switches the collector off and makes circles of garbage until the memory ends.
# expect: failed/out-of-memory
import gc

gc.disable()


def f(n):
    while True:
        circle = [bytearray(1 << 16)]
        circle.append(circle)
