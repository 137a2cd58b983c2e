# The seed and the files of the task are there for the evaluator.
# expect: scored
# score: 0
import lazaret

def evaluate(candidate, case):
    assert lazaret.dataset_names() == [], lazaret.dataset_names()
    lazaret.log("seen by people only")
    print("this too")
    usage = candidate.usage()
    assert usage.calls == 0
    candidate.f(1)
    assert 0 < candidate.usage().fuel
    return lazaret.seed()
