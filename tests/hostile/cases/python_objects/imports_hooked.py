# Hooks answer every import from now on with a module of the candidate's own.
# expect: scored
# score: 0
import builtins
import importlib.abc
import importlib.machinery
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self)

    def exec_module(self, module):
        module.evaluate = lambda candidate, case: 1.0


sys.meta_path[:] = [Finder()]
sys.path_importer_cache.clear()
builtins.__import__ = lambda name, *_: sys.modules.get(name)


def f(n):
    return 0
