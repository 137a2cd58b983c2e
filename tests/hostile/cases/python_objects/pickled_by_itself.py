# An object that runs code in whoever loads what it was saved as.
# expect: failed/invalid-output
# message: result is of type Payload
import os


class Payload:
    def __reduce__(self):
        return os.system, ("id",)


def f(n):
    return Payload()
