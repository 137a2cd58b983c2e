# The candidate says another metric in place of the one that counts.
# expect: fault/evaluator-invalid
# message: score
def f(n):
    return {"verdict": 1.0}
