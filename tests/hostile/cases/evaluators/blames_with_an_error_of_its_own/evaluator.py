import lazaret


class Blame(lazaret.CandidateError, SystemExit):
    pass


def evaluate(candidate, case):
    candidate.f(3)
    raise Blame("out-of-fuel", "used up its fuel")
