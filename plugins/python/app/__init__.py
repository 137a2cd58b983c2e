"""CPython as a plugin of Lazaret: answers for one candidate, or speaks for one evaluator.

This package is imported while the component is built. The interpreter is then frozen as it stands, and
every sandbox starts from that snapshot; so whatever can be done once is done here at import, and nothing
here may depend on the time, the machine or chance.

It refuses to know what is scored and why. It enforces nothing against the program that it loads, for a
Python program can change anything in its own interpreter: the limits and the grants are the host's.
"""

from wit_world import exports

# First: it fills the holes of the heap, so that whatever comes after it lies side by side.
from app import early  # noqa: F401, isort: skip

from app import carried, floats, program, scorer, snapshot


class Script(exports.Script):
    """`lazaret:candidate/script`."""

    def load(self, source, file, role):
        if role is exports.script.Role.EVALUATOR:
            scorer.grant()
        return program.load(source, file, role)

    def run(self):
        return program.run()


class Bytecode(exports.Bytecode):
    """`lazaret:python/bytecode`."""

    def get(self, bytes_max):
        return program.bytecode(bytes_max)

    def load(self, bytecode, source, file, role):
        if role is exports.script.Role.EVALUATOR:
            scorer.grant()
        return program.load_bytecode(bytecode, source, file, role)


class Program(exports.Program):
    """`lazaret:candidate/program`."""

    def call(self, function, arguments):
        return program.call(function, arguments)


class FloatProgram(exports.FloatProgram):
    """`lazaret:python/float-program`."""

    def call(self, function, arguments, given):
        return program.answer(function, floats.whole(arguments, given), program.listed_of)


class Evaluator(exports.Evaluator):
    """`lazaret:evaluator/evaluator`."""

    def describe(self):
        return scorer.describe()

    def cases(self, split):
        return scorer.cases(split)

    def evaluate(self, input):
        return scorer.evaluate(input)

    def summarize(self, reports):
        return scorer.summarize(reports)


class Summary(exports.Summary):
    """`lazaret:python/summary`."""

    def is_own(self):
        return scorer.own_summary() is not None


# What other interpreters answer besides.
globals().update(carried.exported(program))

snapshot.prepare()
