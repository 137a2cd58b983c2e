# The candidate says its score in words.
# expect: fault/evaluator-invalid
# message: got str
def f(n):
    return "1.0"
