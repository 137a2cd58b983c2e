# Whoever digs up the evaluator's imports is stopped by the host.
# message: called `lazaret:evaluator/candidate.call`, which it is not granted
# expect: failed/trap
def f():
    from wit_world.imports import candidate

    return candidate.call("f", "[]")
