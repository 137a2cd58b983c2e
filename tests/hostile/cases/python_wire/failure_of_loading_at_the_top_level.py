# The top level has run and says that it was never a program.
# expect: failed/exception
# message: SyntaxError: nobody has run me
from app import failures
from wit_world.imports.lazaret_candidate_types import Diagnostic, Failure_SourceError, Position

failures.of_run = lambda error, file: Failure_SourceError(
    Diagnostic("SyntaxError", "nobody has run me", Position(1, 1))
)
raise ValueError
