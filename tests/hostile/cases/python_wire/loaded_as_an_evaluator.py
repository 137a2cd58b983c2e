# The candidate loads itself again in the role of an evaluator, to be granted what evaluators are.
# expect: failed/trap
# message: called `lazaret:evaluator/seed.get`, which it is not granted
import sys

from app import Script, scorer
from wit_world.exports.script import Role


def f(n):
    scorer.grant()
    Script().load("import lazaret\nseed = lazaret.seed()\n", "evaluator.py", Role.EVALUATOR)
    Script().run()
    return n * n
