# Asks the candidate under trial, as an evaluator would: it would be asking itself, inside of its own call.
# expect: failed/trap
# message: called `lazaret:evaluator/candidate.call`, which it is not granted
def f(n):
    from app import scorer

    try:
        return scorer.Candidate().f(n)
    except BaseException:
        return n * n
