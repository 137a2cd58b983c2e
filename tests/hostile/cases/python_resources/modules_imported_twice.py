# Imports a module, forgets it, and imports it again, which is expensive each time.
# expect: failed/out-of-fuel
import importlib
import sys


def f(n):
    while True:
        sys.modules.pop("email.message", None)
        importlib.import_module("email.message")
