# The functions that answer for the interpreter are replaced by one that never comes back.
# expect: failed/out-of-fuel
import app


def forever(*_):
    while True:
        pass


app.program.call = app.Program.call = forever


def f(n):
    return n * n
