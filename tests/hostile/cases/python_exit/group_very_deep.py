# Groups inside of groups, deeper than anything that walks them by recursion.
# expect: failed/exception
# budget: fuel=1000000000
# message: ExceptionGroup: level (1 sub-exception)
def f(n):
    error = ValueError("bottom")
    for _ in range(5_000):
        error = ExceptionGroup("level", [error])
    raise error
