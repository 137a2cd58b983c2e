# A text that is no Python is told with line and column.
# position: 6 12
# message: SyntaxError: '(' was never closed
# expect: rejected/source-error
def f():
    return (1 +
