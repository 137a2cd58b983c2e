# Puts other code in the place of its own when it is first loaded, for the sandboxes of its cases to run.
# expect: scored
# score: 0
import sys

sys.modules["app.program"].code = compile("def f(n):\n    return n * n\n", "candidate.py", "exec")


def f(n):
    return 0
