# A trace function writes another result into the variables of the plugin's own frame before it is read.
# expect: failed/invalid-output
import sys


def trace(frame, event, argument):
    variables = frame.f_locals
    for name in ("result", "text"):
        if name in variables:
            variables[name] = "right, whatever was asked"
    return trace


def f(n):
    frame = sys._getframe(1)
    frame.f_trace = trace
    sys.settrace(trace)
    return n
