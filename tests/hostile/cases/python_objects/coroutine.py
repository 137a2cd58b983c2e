# A coroutine has no answer before somebody runs it.
# expect: failed/invalid-output
# message: result is of type coroutine
async def f(n):
    return n * n
