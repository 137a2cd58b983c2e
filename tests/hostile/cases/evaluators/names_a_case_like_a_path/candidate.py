# The name of a case is a path out of every folder.
# expect: fault/evaluator-invalid
# message: no usable case id
def f(n):
    return n * n
