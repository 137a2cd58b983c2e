# StopIteration ends the loop of a harness that asks for answers one by one, as if all had been given.
# expect: failed/exception
# message: StopIteration: 9
def f(n):
    raise StopIteration(n * n)
