# Every error is caught, not only those of Exception.
# message: KeyboardInterrupt
# expect: failed/exception
def f():
    raise KeyboardInterrupt
