# An error whose message raises another is told all the same.
# message: Evil: (its message raised SystemExit)
# expect: failed/exception
class Evil(Exception):
    def __str__(self):
        raise SystemExit(0)

def f():
    raise Evil
