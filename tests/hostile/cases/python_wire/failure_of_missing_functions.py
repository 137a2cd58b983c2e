# A list of a hundred thousand functions that are there, and the one that was asked for under another name.
# expect: failed/no-such-function
# message: there is no function `evaluate`
from app import program
from componentize_py_types import Err
from wit_world.imports.lazaret_candidate_types import Failure_NoSuchFunction, Missing


def missing(error, file):
    return Failure_NoSuchFunction(Missing("evaluate", ["x" * 20] * 2_000))


program.failures.of_run = missing


def f(n):
    raise ValueError
