# Blocks of all sizes, small and large, are made, grown, shrunk and freed in no order: nothing of what is in them changes.
# budget: fuel=100000000000
# expect: value "whole"
import random

def filled(seed, size):
    return bytes([seed % 251]) * size

def f():
    draw = random.Random(5)
    kept = {}
    for step in range(60_000):
        key = draw.randrange(3000)
        held = kept.pop(key, None)
        if held is not None:
            seed, data = held
            if data != filled(seed, len(data)):
                return ["changed", step, len(data)]
            if draw.random() < 0.3:
                # In place, or not; half of it stays, or it doubles.
                if draw.random() < 0.5:
                    del data[len(data) // 2:]
                else:
                    data += bytes(data)
                kept[key] = seed, data
            continue
        size = draw.randrange(40) if step % 3 else draw.randrange(700)
        kept[key] = step, bytearray(filled(step, size))
    for seed, data in kept.values():
        if data != filled(seed, len(data)):
            return ["changed", "at the end", len(data)]
    return "whole"
