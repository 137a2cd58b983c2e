# An error of the top level ends the loading.
# message: ZeroDivisionError: division by zero
# position: 5 0
# expect: failed/exception
x = 1 / 0

def f():
    return x
