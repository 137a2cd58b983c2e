# The candidate leaves, and the evaluator would give full marks to anybody.
# expect: failed/exit
# message: status 0
import os


def f(n):
    os._exit(0)
