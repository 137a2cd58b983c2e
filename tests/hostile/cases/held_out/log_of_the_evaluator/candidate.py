# Writes to the evaluator's log, in its name.
# expect: failed/trap
# message: called `lazaret:evaluator/log.write`, which it is not granted
def f(n):
    from app import scorer

    try:
        scorer.log("scored 1.0")
    finally:
        return n * n
