"""The engine by its bindings for Python: modules, with fuel and epochs, and nothing around them."""

from importlib.metadata import version
from pathlib import Path

import wasmtime
from protocol import Peer, serve, timed

TINY = '(module (memory 1) (func (export "scalar") (param f64) (result f64) local.get 0))'


class Driver(Peer):
    def __init__(self):
        config = wasmtime.Config()
        config.consume_fuel = True
        config.epoch_interruption = True
        self.engine = wasmtime.Engine(config)
        self.linker = wasmtime.Linker(self.engine)
        self.module = wasmtime.Module(self.engine, TINY)

    def start(self, module, name):
        store = wasmtime.Store(self.engine)
        store.set_fuel(10_000_000_000)
        store.set_epoch_deadline(1 << 40)
        function = self.linker.instantiate(store, module).exports(store)[name]
        return lambda number: function(store, number)

    def tiny(self):
        return timed(lambda: self.start(self.module, "scalar")(2.5), 2.5)

    def compiled_calls(self, count):
        function = self.start(self.module, "scalar")

        def ask():
            for _ in range(count):
                if function(2.5) != 2.5:
                    raise ValueError("a wrong result")

        return timed(ask)

    def compile(self, path):
        code = Path(path).read_bytes()

        def work():
            module = wasmtime.Module(self.engine, code)
            return self.start(module, "task:measure/calls#scalar")(2.5)

        # The file says after its name what its answer is.
        return timed(work, float(path.rsplit("=", 1)[1].removesuffix(".wasm")))


serve(f"{version('wasmtime')}, WebAssembly in one process, from Python", Driver())
