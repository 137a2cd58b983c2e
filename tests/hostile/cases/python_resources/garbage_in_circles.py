# Makes circles of garbage as fast as it can, each of them large.
# expect: failed/out-of-fuel
import gc

gc.disable()


def f(n):
    while True:
        circle = [bytearray(1 << 16)]
        circle.append(circle)
        del circle
        gc.collect()
