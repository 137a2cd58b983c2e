# The plugin is made to report a traceback of a thousand frames, all of them in other files' names.
# expect: failed/exception
# message: Kind: Message
from app import failures
from wit_world.imports.lazaret_candidate_types import Failure_Exception, Frame, Raised

frames = [Frame("evaluate", 0xFFFF_FFFF)] * 1_000
failures.of_run = lambda error, file: Failure_Exception(Raised("Kind", "Message", frames))


def f(n):
    raise ValueError
