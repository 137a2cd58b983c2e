# Asks which data files the task has.
# expect: failed/trap
# message: called `lazaret:evaluator/dataset.names`, which it is not granted
def f(question):
    from wit_world.imports import dataset

    try:
        return dataset.names()
    except BaseException:
        return []
