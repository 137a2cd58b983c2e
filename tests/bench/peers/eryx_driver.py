"""Eryx: CPython as WebAssembly in this process, a sandbox for each program."""

from importlib.metadata import version

import eryx
from protocol import LIMIT_BYTES, LIMIT_SECONDS, Peer, ending, serve


def number(result):
    return result if isinstance(result, int) else int(str(result))


class Driver(Peer):
    def evaluate(self, text):
        sandbox = eryx.Sandbox(result_variable="result")
        return number(sandbox.execute(f"{text}\nresult = main()\n").result)

    def limited(self, text, **limits):
        sandbox = eryx.Sandbox(resource_limits=eryx.ResourceLimits(**limits))
        return ending(lambda: sandbox.execute(f"{text}\nmain()\n"), Exception)

    def endless(self, text):
        return self.limited(text, execution_timeout_ms=1000 * LIMIT_SECONDS)

    def hog(self, text):
        return self.limited(text, max_memory_bytes=LIMIT_BYTES)


serve(f"{version('pyeryx')}, CPython in WebAssembly, in one process", Driver())
