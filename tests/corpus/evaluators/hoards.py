# An evaluator has a budget, too.
# expect: fault/evaluator-exception
# message: MemoryError
def evaluate(candidate, case):
    return len(bytearray(1 << 30))
