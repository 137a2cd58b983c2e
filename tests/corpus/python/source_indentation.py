# So is wrong indentation.
# position: 7 6
# message: IndentationError
# expect: rejected/source-error
def f():
    x = 1
      return x
