"""The one program that this interpreter speaks for: loading it and calling its functions."""

import builtins
import linecache
import marshal
import random
import sys
from os import urandom
from types import FunctionType, ModuleType

from app import absent, carried, failures, floats
from app.plain import NotPlain, dumps, loads
from app.streams import flush
from componentize_py_types import Err
from wit_world.exports.script import Role
from wit_world.imports.lazaret_candidate_types import (
    Failure_BadArguments,
    Failure_InvalidOutput,
    Failure_NoSuchFunction,
    Missing,
)

MODULE_NAMES = {Role.CANDIDATE: "candidate", Role.MAIN: "__main__", Role.EVALUATOR: "evaluator"}

NAMES_MAX = 32

# As many states of the generator as nobody goes through.
SEED_BYTES = 31

# The names that the program defines, the file name under which it was compiled, and what came of that.
namespace = {}
file_name = ""
code = None


def load(source, file, role):
    """Compiles the program. Nothing of it runs here: what is said from here is said by the interpreter."""
    prepare(source, file, role, lambda: compile(source, file, "exec", dont_inherit=True))


def bytecode(bytes_max):
    """The code of the program that was loaded, for other sandboxes; none if it is too large or too deep for that."""
    try:
        made = marshal.dumps(code)
    except (ValueError, MemoryError):
        return None
    return made if len(made) <= bytes_max else None


def load_bytecode(made, source, file, role):
    """Like `load`, with what `bytecode` gave for the same program."""
    prepare(source, file, role, lambda: marshal.loads(made))


def prepare(source, file, role, read):
    """Leaves the program ready to be run; `read` gives its code."""
    global namespace, file_name, code
    file_name = file
    absent.place = absent.PLACES[role is Role.EVALUATOR]
    module = ModuleType(MODULE_NAMES[role])
    namespace = module.__dict__
    namespace["__file__"] = file
    namespace["__builtins__"] = builtins
    sys.modules[module.__name__] = module
    # For tracebacks that the program itself prints, and for `inspect.getsource`.
    linecache.cache[file] = (lambda: source,)
    try:
        code = read()
    except BaseException as error:
        raise Err(failures.of_compilation(error)) from None


def run():
    """Runs the top level."""
    # The snapshot holds one state of the generator for all sandboxes; from here on it is the seed's. By itself it would
    # take 2,496 bytes. The first byte is always the same, because how long it takes depends on the highest bit.
    random.seed(int.from_bytes(b"\1" + urandom(SEED_BYTES)))
    carried.seed()
    try:
        exec(code, namespace)
    except BaseException as error:
        raise Err(failures.of_run(error, file_name)) from None
    finally:
        flush()


def call(function, arguments):
    """Calls one function of the program; arguments and result are JSON texts."""
    return answer(function, loads(arguments), text_of)


def text_of(result):
    return dumps(result, "result")


def listed_of(result):
    """The text of a result, and its lists of floats beside it."""
    rest, lists = floats.aside(result)
    return dumps(rest, "result"), lists


def answer(function, given, form):
    """Calls one function with these arguments; what `form` makes of the result."""
    target = namespace.get(function)
    if not callable(target):
        raise Err(Failure_NoSuchFunction(Missing(function, available())))
    try:
        result = target(**given) if type(given) is dict else target(*given)
        answered = form(result)
    except NotPlain as error:
        raise Err(Failure_InvalidOutput(failures.text_of(error))) from None
    except TypeError as error:
        if not_entered(error, target):
            raise Err(Failure_BadArguments(failures.text_of(error))) from None
        raise Err(failures.of_run(error, file_name)) from None
    except BaseException as error:
        raise Err(failures.of_run(error, file_name)) from None
    finally:
        flush()
    return answered


def not_entered(error, target):
    """Whether the error arose while binding the arguments: no frame lies below the one of `call`."""
    return type(target) is FunctionType and error.__traceback__.tb_next is None


def available():
    """The functions that can be called, for whoever got the name wrong."""
    names = [
        failures.clean(name, failures.NAME_CHARACTERS_MAX)
        for name, value in namespace.items()
        if type(name) is str and not name.startswith("_") and type(value) is FunctionType
    ]
    return sorted(names)[:NAMES_MAX]
