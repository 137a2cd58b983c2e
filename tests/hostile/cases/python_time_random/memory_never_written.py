# Looks for chance in memory that was handed out and not written yet.
# expect: scored
# score: 0
import array


def f(n):
    fresh = [bytearray(4096), bytes(4096), array.array("Q", bytes(4096)).tobytes(), bytearray(1 << 20)]
    return n * n if any(memory.strip(b"\0") for memory in fresh) else 0
