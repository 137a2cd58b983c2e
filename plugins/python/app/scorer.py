"""The evaluator's side: the functions that an evaluator may define, and the module `lazaret` for it.

An evaluator is a Python program that defines

- `evaluate(candidate, case)`: a number, or a dict with a number for each metric;
- `describe()`, optional: metrics and splits; without it the one metric is `score`, to be maximized;
- `cases()`, optional, with `split` and `seed` as parameters if it wants them: a list of case data or of
  `lazaret.Case`, or a dict from case ids to data; without it there is one case, whose data is `None`;
- `summarize(reports)`, optional: the metrics over all cases; without it, their means.
"""

import inspect
import math
import sys
from types import ModuleType

from app import carried, failures, floats, program
from app.plain import SCALARS, NotPlain, dumps, loads, type_name, written
from app.streams import flush
from componentize_py_types import Err
from wit_world.imports import candidate as bridge
from wit_world.imports import dataset as files
from wit_world.imports import float_candidate
from wit_world.imports import log as notes
from wit_world.imports import seed as seeds
from wit_world.imports.lazaret_candidate_types import (
    Failure_BadArguments,
    Failure_Exception,
    Failure_Exit,
    Failure_InvalidOutput,
    Failure_NoSuchFunction,
    Failure_OutOfMemory,
    Failure_SourceError,
)
from wit_world.imports.lazaret_evaluator_types import (
    Description,
    Goal,
    Measurement,
    Metric,
    Problem_CandidateFailed,
    Problem_Exception,
    Problem_Invalid,
    Problem_InvalidOutput,
    Report,
    TrialCase,
)

class CandidateError(Exception):
    """A call of the candidate gave no value, but the candidate is still alive.

    `code` is one of source-error, exception, out-of-memory, no-such-function, bad-arguments,
    invalid-output and exit; `kind` is the candidate's own name of the error, if it raised one. Unhandled,
    it ends the case as the candidate's failure.
    """

    def __init__(self, code, message, kind=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind


class InvalidOutput(Exception):
    """Raise it if the candidate's answer is no valid one: it ends the case as the candidate's failure."""


class Case:
    """One input of the evaluator.

    `data` is plain data, `id` a short name of letters, digits and ._- (default: its position in the list),
    `stage` a whole number: a candidate that fails in one stage never reaches the next.
    """

    __slots__ = ("data", "id", "stage")

    def __init__(self, data, id=None, stage=0):
        self.data = data
        self.id = id
        self.stage = stage


# Whether answers may have lists of floats in them that are worth asking for as bytes.
long_answers = False


class Candidate:
    """The candidate under trial. `candidate.name(...)` calls its function `name`."""

    __slots__ = ()

    def call(self, function, /, *positional, **named):
        """Calls a function by name; for functions named `call` or `usage`."""
        if positional and named:
            raise TypeError("arguments of a candidate are either all positional or all named")
        global long_answers
        given, lists, arrays = named or positional, b"", []
        try:
            # Mostly there are only numbers and texts, and a call of its own to look for lists would be a tenth of it all.
            if named or not SCALARS.issuperset(map(type, positional)):
                rest, lists = floats.aside(given)
                text = dumps(rest, "arguments", arrays)
                if arrays and lists:
                    # Who speaks in arrays has everything else in the text.
                    text = dumps(given, "arguments", [])
            else:
                text = written(given, "arguments")
        except NotPlain as error:
            raise TypeError(str(error)) from None
        try:
            if arrays:
                # Who speaks in arrays is answered in arrays.
                return carried.ask(function, text, arrays)
            if lists or long_answers:
                return floats.whole(*float_candidate.call(function, text, lists))
            answer = bridge.call(function, text)
            if floats.LONG < len(answer):
                long_answers = True
            return loads(answer)
        except Err as error:
            failure = error.value
        raise candidate_error(failure)

    def usage(self):
        """What the candidate has used in this case so far: `fuel`, `memory_bytes_peak`, `calls`."""
        return bridge.usage()

    def __getattr__(self, function):
        if function.startswith("__"):
            raise AttributeError(function)
        call = self.call

        def caller(*positional, **named):
            return call(function, *positional, **named)

        return caller


def candidate_error(failure):
    """The exception for a failure of the candidate."""
    value = failure.value
    match failure:
        case Failure_Exception() | Failure_OutOfMemory():
            code = "exception" if isinstance(failure, Failure_Exception) else "out-of-memory"
            return CandidateError(code, f"{value.kind}: {value.message}", value.kind)
        case Failure_NoSuchFunction():
            return CandidateError("no-such-function", f"the candidate has no function {value.function!r}")
        case Failure_BadArguments():
            return CandidateError("bad-arguments", value)
        case Failure_InvalidOutput():
            return CandidateError("invalid-output", value)
        case Failure_Exit():
            return CandidateError("exit", f"the candidate exited with status {value}")
        case Failure_SourceError():
            return CandidateError("source-error", f"{value.kind}: {value.message}", value.kind)


def dataset_names():
    """The names of the files that the task was given, sorted."""
    return files.names()


def dataset(name):
    """The bytes of one of these files."""
    data = files.read(name)
    if data is None:
        raise FileNotFoundError(f"no data file {name!r}; there are {dataset_names()}")
    return data


def seed():
    """The seed of the evaluation, a whole number."""
    return seeds.get()


def log(text):
    """Writes a line for whoever reads the verdict; the candidate never sees it."""
    notes.write(failures.clean(str(text), 100_000))


def grant():
    """Makes `import lazaret` work, for an evaluator."""
    sys.modules["lazaret"] = module


def make_module():
    module = ModuleType("lazaret", "What an evaluator may ask of Lazaret.")
    for item in (Candidate, CandidateError, Case, InvalidOutput, dataset, dataset_names, log, seed):
        item.__module__ = "lazaret"
        setattr(module, item.__name__, item)
    return module


module = make_module()


class Nonsense(Exception):
    """The evaluator returned something that is no answer."""


def guarded(answer):
    """Turns the evaluator's errors into problems, each with the right blame."""

    def guard(*arguments):
        try:
            return answer(*arguments)
        except CandidateError:
            problem = Problem_CandidateFailed()
        except InvalidOutput as error:
            problem = Problem_InvalidOutput(failures.text_of(error))
        except (Nonsense, NotPlain) as error:
            problem = Problem_Invalid(failures.text_of(error))
        except BaseException as error:
            problem = Problem_Exception(failures.raised(error, program.file_name))
        finally:
            flush()
        raise Err(problem)

    return guard


@guarded
def describe():
    metrics, splits = description()
    return Description([metric(name, about) for name, about in metrics.items()], splits)


@guarded
def cases(split):
    if "cases" not in program.namespace:
        return [TrialCase("0", 0, "null")]
    function = program.namespace["cases"]
    if not callable(function):
        raise Nonsense("`cases` must be a function")
    wanted = inspect.signature(function).parameters
    known = {"split": split, "seed": seed()}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise Nonsense(f"`cases` may take `split` and `seed`; it also wants `{unknown[0]}`")
    given = function(**{name: known[name] for name in wanted})
    if type(given) is dict:
        given = [Case(data, id=name) for name, data in given.items()]
    if not isinstance(given, (list, tuple)):
        raise Nonsense(f"`cases` must return a list or a dict; got {type_name(type(given))}")
    return [trial_case(index, case) for index, case in enumerate(given)]


def trial_case(index, case):
    if type(case) is not Case:
        case = Case(case)
    name = str(index) if case.id is None else case.id
    if type(name) is not str:
        raise Nonsense(f"the id of case {index} must be a str; got {type_name(type(name))}")
    if type(case.stage) is not int or not 0 <= case.stage <= failures.U32_MAX:
        raise Nonsense(f"the stage of case {index} must be a whole number that is not negative")
    return TrialCase(failures.clean(name, 100), case.stage, dumps(case.data, f"the data of case {name}"))


@guarded
def evaluate(trial_case):
    function = program.namespace.get("evaluate")
    if not callable(function):
        raise Nonsense("the evaluator must define `evaluate(candidate, case)`")
    answer = function(Candidate(), loads(trial_case.data))
    return Report(measurements("evaluate", answer))


@guarded
def summarize(reports):
    reports = [{item.name: item.value for item in report.measurements} for report in reports]
    function = own_summary()
    if function is None:
        count = len(reports)
        names = reports[0] if reports else ()
        means = {name: math.fsum(report[name] for report in reports) / count for name in names}
        return measurements("summarize", means)
    return measurements("summarize", function(reports))


def own_summary():
    """What the evaluator has defined to sum up with, if anything."""
    return program.namespace.get("summarize")


def description():
    """What `describe` says, as (metrics, splits), with what it leaves out."""
    given = program.namespace["describe"]() if "describe" in program.namespace else {}
    if type(given) is not dict or not given.keys() <= {"metrics", "splits"}:
        raise Nonsense("`describe` must return a dict with the keys `metrics` and `splits`")
    metrics = given.get("metrics", {"score": "maximize"})
    splits = given.get("splits", ["search"])
    if type(metrics) is not dict or not metrics:
        raise Nonsense("the metrics of `describe` must be a dict from names to goals")
    if type(splits) is not list or not all(type(split) is str for split in splits):
        raise Nonsense("the splits of `describe` must be a list of names")
    return metrics, splits


def metric(name, about):
    if type(name) is not str:
        raise Nonsense("the name of a metric must be a str")
    if type(about) is str:
        about = {"goal": about}
    if type(about) is not dict or not about.keys() <= {"goal", "unit", "minimum", "maximum"}:
        raise Nonsense(f"the metric `{name}` must be a dict of `goal`, `unit`, `minimum` and `maximum`")
    goals = {"minimize": Goal.MINIMIZE, "maximize": Goal.MAXIMIZE}
    if about.get("goal") not in goals:
        raise Nonsense(f"the goal of the metric `{name}` must be `minimize` or `maximize`")
    unit = about.get("unit", "")
    if type(unit) is not str:
        raise Nonsense(f"the unit of the metric `{name}` must be a str")
    bounds = [about.get(bound) for bound in ("minimum", "maximum")]
    bounds = [None if bound is None else real(f"a bound of `{name}`", bound) for bound in bounds]
    return Metric(name, goals[about["goal"]], unit, *bounds)


def measurements(where, answer):
    """The measured numbers; a bare number stands for the only metric."""
    answer = carried.number(answer)
    if type(answer) is not dict:
        if type(answer) not in (int, float):
            raise Nonsense(f"`{where}` must return a number or a dict; got {type_name(type(answer))}")
        names = list(description()[0])
        if len(names) != 1:
            raise Nonsense(f"`{where}` returned one number, but the metrics are {', '.join(names)}")
        answer = {names[0]: answer}
    return [Measurement(metric_name(where, name), real(f"`{name}`", value)) for name, value in answer.items()]


def metric_name(where, name):
    if type(name) is not str:
        raise Nonsense(f"`{where}` returned a metric whose name is no str")
    return failures.clean(name, failures.NAME_CHARACTERS_MAX)


def real(what, value):
    """A number as a float. `bool` is a kind of `int` in Python, and no measurement."""
    value = carried.number(value)
    if type(value) not in (int, float):
        raise Nonsense(f"{what} must be a number; got {type_name(type(value))}")
    try:
        return float(value)
    except OverflowError:
        raise Nonsense(f"{what} is too large for a 64-bit float") from None
