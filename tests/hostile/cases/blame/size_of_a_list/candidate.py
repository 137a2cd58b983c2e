# The answer is a size, and the evaluator makes room for it.
# expect: fault/evaluator-exception
# message: MemoryError
def f(n):
    return 10**9
