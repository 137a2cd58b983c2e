# A function that pretends to be a line of the plugin blames the plugin for its own error.
# expect: failed/exception
# message: ZeroDivisionError
def f(n):
    code = compile("def g(n): return n / 0", "/app/program.py", "exec")
    space = {}
    exec(code, space)
    return space["g"](n)
