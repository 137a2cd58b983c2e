# The answer is a text, and the evaluator calculates with it: the evaluator should have looked, and nobody gets a score.
# expect: fault/evaluator-exception
# message: TypeError
def f(n):
    return "nine"
