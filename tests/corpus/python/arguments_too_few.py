# The wrong number of arguments is told in Python's own words.
# call: f [1]
# message: missing 1 required positional argument: 'b'
# expect: failed/bad-arguments
def f(a, b):
    return a
