# GeneratorExit is neither an Exception nor an exit, and slips through handlers that know only those.
# expect: failed/exception
# message: GeneratorExit
def f(n):
    raise GeneratorExit("no answer needed")
