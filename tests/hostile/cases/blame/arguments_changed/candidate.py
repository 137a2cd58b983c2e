# The candidate changes what it is passed, in the hope that it is the evaluator's own.
# expect: scored
# score: 0
def f(shared):
    if isinstance(shared, dict):
        shared["answer"] = 9
        shared["numbers"].clear()
    else:
        shared[:] = [9]
    return True
