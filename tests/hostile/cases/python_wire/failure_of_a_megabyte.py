# The plugin is made to report a failure whose texts are larger than any result may be.
# expect: failed/result-limit
from app import failures
from wit_world.imports.lazaret_candidate_types import Failure_Exception, Raised

failures.of_run = lambda error, file: Failure_Exception(Raised("K" * 1_000_000, "M" * 1_000_000, []))


def f(n):
    raise ValueError
