# A wrong call inside the function is the program's own error.
# message: TypeError
# expect: failed/exception
def g(a):
    return a

def f():
    return g()
