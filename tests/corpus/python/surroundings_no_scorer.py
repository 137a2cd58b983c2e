# The module of evaluators does not exist for a candidate.
# message: ModuleNotFoundError: No module named 'lazaret'
# expect: failed/exception
def f():
    import lazaret
