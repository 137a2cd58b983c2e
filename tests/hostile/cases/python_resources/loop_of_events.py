# An event loop that always has one more task to run, and wakes itself up through a socket.
# expect: failed/exception
# budget: fuel=1000000000
# message: PermissionError
import asyncio


def f(n):
    async def again():
        while True:
            await asyncio.sleep(0)

    asyncio.run(again())
