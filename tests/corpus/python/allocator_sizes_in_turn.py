# The memory of small objects that are gone is there for those of every other size, and for large ones. Each turn has 6 MB in
# objects of one size, then as much in one piece; beside the interpreter there are 10 MB.
# budget: memory=35651584
# expect: value 7
def f():
    turns = 0
    for size in [1, 30, 47, 90, 170, 300, 480]:
        hoard = [bytes(size) for _ in range(6_000_000 // (size + 32))]
        del hoard
        large = bytearray(6_000_000)
        del large
        turns += 1
    return turns
