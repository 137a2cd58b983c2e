# Case ids are unique.
# expect: fault/evaluator-invalid
# message: `a` is no usable case id
import lazaret

def cases():
    return [lazaret.Case(1, id="a"), lazaret.Case(2, id="a")]

def evaluate(candidate, case):
    return 1
