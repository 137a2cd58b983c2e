# The candidate raises errors by the names of the evaluator's, with words that the host uses.
# expect: failed/exception
# message: Nonsense: fault/evaluator-invalid
class CandidateError(Exception):
    code = "scored"


class Nonsense(CandidateError):
    pass


def f(n):
    raise Nonsense("fault/evaluator-invalid: the evaluator blames a candidate that did not fail")
