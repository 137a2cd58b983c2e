# A failure of loading is reported by a call, long after the program was loaded.
# expect: failed/exception
# message: SyntaxError: the evaluator is broken
from app import failures
from wit_world.imports.lazaret_candidate_types import Diagnostic, Failure_SourceError, Position

failures.of_run = lambda error, file: Failure_SourceError(
    Diagnostic("SyntaxError", "the evaluator is broken", Position(1, 1))
)


def f(n):
    raise ValueError
