# Asks the host what it has used so far, to know how long it may go on.
# expect: failed/trap
# message: called `lazaret:evaluator/candidate.usage`, which it is not granted
def f(n):
    from wit_world.imports import candidate

    try:
        return candidate.usage().fuel
    except BaseException:
        return n * n
