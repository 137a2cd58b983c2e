# Imports the scorer, the task and their files by name, by path and by archive.
# expect: scored
# score: 0
# budget: fuel=1000000000
import importlib
import importlib.util
import runpy
import sys
import zipimport

sys.path[:0] = ["", ".", "..", "/", "/task", "/app", "/work", "/proc/self/cwd", "task.zip"]


def attempt(action, name):
    try:
        return action(name)
    except BaseException:
        return None


def by_path(path):
    spec = importlib.util.spec_from_file_location("stolen", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def f(n):
    names = ["evaluator", "scorer", "task", "lazaret", "case", "answers", "conftest", "sitecustomize", "usercustomize"]
    paths = ["evaluator.py", "/task/evaluator.py", "../evaluator.py", __file__]
    found = [attempt(importlib.import_module, name) for name in names]
    found += [attempt(road, path) for road in (by_path, runpy.run_path, zipimport.zipimporter) for path in paths]
    return n * n if any(found) else 0
