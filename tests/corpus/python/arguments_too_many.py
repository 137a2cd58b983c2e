# The wrong number of arguments is told in Python's own words.
# call: f [1]
# message: takes 0 positional arguments but 1 was given
# expect: failed/bad-arguments
def f():
    return 1
