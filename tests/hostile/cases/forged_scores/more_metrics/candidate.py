# The candidate says its score, and others that nobody asked for.
# expect: fault/evaluator-invalid
# message: bonus
def f(n):
    return {"score": 0.0, "bonus": 1e9}
