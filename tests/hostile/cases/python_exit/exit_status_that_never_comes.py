# The status of the exit is computed for ever by a getter, while the plugin handles the error.
# expect: failed/out-of-fuel
class Leave(SystemExit):
    @property
    def code(self):
        while True:
            pass


def f(n):
    raise Leave
