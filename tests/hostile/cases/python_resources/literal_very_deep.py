# A literal that is nested ten thousand levels deep goes to the reader that is said to be safe.
# expect: failed/exception
# message: MemoryError
import ast


def f(n):
    return ast.literal_eval("[" * 10_000 + "]" * 10_000)
