# Raises the error that the plugin raises towards the host, with a failure of its own choice in it.
# expect: failed/exception
# message: Err
from componentize_py_types import Err
from wit_world.imports.lazaret_candidate_types import Failure_BadArguments


def f(n):
    raise Err(Failure_BadArguments("the evaluator asked wrongly"))
