# Deep recursion in C code ends the sandbox, not in a crash of the host.
# message: overflowed the WebAssembly stack
# expect: failed/stack-overflow
import json

def f():
    return json.loads("[" * 1_000_000)
