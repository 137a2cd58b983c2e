# There is no candidate yet that could be to blame.
# expect: fault/evaluator-invalid
# message: blames a candidate where there is none
import lazaret

def cases():
    raise lazaret.InvalidOutput("no")

def evaluate(candidate, case):
    return 1
