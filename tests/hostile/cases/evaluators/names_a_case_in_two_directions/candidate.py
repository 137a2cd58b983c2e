# The name of a case turns around what is shown after it.
# expect: fault/evaluator-invalid
# message: no usable case id
def f(n):
    return n * n
