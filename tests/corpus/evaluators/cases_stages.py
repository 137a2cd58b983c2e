# A failure in one stage keeps the candidate out of the next.
# expect: failed/no-such-function
import lazaret

def cases():
    return [lazaret.Case(0, id="late", stage=7), lazaret.Case(1, id="early", stage=0)]

def evaluate(candidate, case):
    if case == 0:
        raise RuntimeError("the late stage was reached")
    return candidate.missing()
