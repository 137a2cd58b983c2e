# The evaluator asks so often that an honest candidate runs out of its fuel: the budget of a task is the task's own choice.
# expect: failed/out-of-fuel
def f(n):
    return n * n
