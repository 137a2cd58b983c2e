# The seed is the evaluator's, too.
# message: called `lazaret:evaluator/seed.get`, which it is not granted
# expect: failed/trap
def f():
    from wit_world.imports import seed

    return seed.get()
