# The getter of the status raises in the plugin's own handler, outside of everything that catches.
# expect: failed/trap
class Leave(SystemExit):
    @property
    def code(self):
        raise RuntimeError("from inside the handler")


def f(n):
    raise Leave
