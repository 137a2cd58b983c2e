# Tells the interpreter that its lines are in another file, so that messages point at the scorer.
# expect: failed/exception
# message: ZeroDivisionError
__file__ = "/task/evaluator.py"
__name__ = "evaluator"


def f(n):
    return n / 0


f.__code__ = f.__code__.replace(co_filename="/task/evaluator.py", co_name="evaluate", co_firstlineno=10**6)
