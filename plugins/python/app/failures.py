"""Errors of the loaded program, as the host wants them: bounded, and without the plugin's own frames."""

import sys

from app.absent import advice
from app.plain import type_name
from wit_world.imports.lazaret_candidate_types import (
    Diagnostic,
    Failure_Exception,
    Failure_Exit,
    Failure_OutOfMemory,
    Failure_SourceError,
    Frame,
    Position,
    Raised,
)

# A model reads these texts, and so do people in a terminal.
MESSAGE_CHARACTERS_MAX = 2_000
NAME_CHARACTERS_MAX = 200
FRAMES_MAX = 16

U32_MAX = 0xFFFF_FFFF


def of_compilation(error):
    """The failure of a text that does not compile."""
    if isinstance(error, SyntaxError):
        message = clean(error.msg, MESSAGE_CHARACTERS_MAX)
        at = Position(number(error.lineno), number(error.offset))
        return Failure_SourceError(Diagnostic(kind_of(error), message, at))
    # The parser says MemoryError or RecursionError of a text that is nested too deeply.
    message = text_of(error) or "the program is too complex to compile"
    if isinstance(error, MemoryError):
        # Whether memory was refused, the host knows; if not, it takes this for an error in the source.
        return Failure_OutOfMemory(Raised(kind_of(error), message, []))
    return Failure_SourceError(Diagnostic(kind_of(error), message, Position(0, 0)))


def of_run(error, file):
    """The failure of a program that raised an error."""
    if isinstance(error, SystemExit):
        return Failure_Exit(exit_status(error))
    if isinstance(error, MemoryError):
        return Failure_OutOfMemory(raised(error, file))
    return Failure_Exception(raised(error, file))


def raised(error, file):
    """The error with the part of its traceback that lies in the program's own file."""
    frames = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename == file:
            frames.append(Frame(clean(code.co_qualname, NAME_CHARACTERS_MAX), number(step.tb_lineno)))
            # Of an endless recursion only the beginning is kept while walking, and its end below.
            if 2 * FRAMES_MAX <= len(frames):
                del frames[FRAMES_MAX // 2]
        step = step.tb_next
    if FRAMES_MAX < len(frames):
        frames = frames[: FRAMES_MAX // 2] + frames[-FRAMES_MAX // 2 :]
    return Raised(kind_of(error), text_of(error) + advice(error), frames)


def exit_status(error):
    """The status that the process would end with."""
    code = error.code
    if code is None:
        return 0
    if type(code) is int:
        return code if -(2**31) <= code < 2**31 else 1
    # As Python does: anything else is printed, and the status is 1.
    try:
        print(code, file=sys.stderr)
    except BaseException:
        pass
    return 1


def kind_of(error):
    return clean(type_name(type(error)), NAME_CHARACTERS_MAX)


def text_of(error):
    """The error's message. Its class may be the program's own, so anything can happen here."""
    try:
        text = str(error)
    except BaseException as second:
        return f"(its message raised {kind_of(second)})"
    return clean(text, MESSAGE_CHARACTERS_MAX)


def clean(text, characters_max):
    """An exact `str` of bounded length that is sure to be Unicode."""
    short = str.__getitem__(text, slice(0, characters_max))
    if len(text) != len(short):
        short += "…"
    return short if short.isascii() else short.encode("utf-8", "backslashreplace").decode()


def number(value):
    """A line or a column; 0 if it is unknown."""
    return value if type(value) is int and 0 <= value <= U32_MAX else 0
