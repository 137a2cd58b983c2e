"""Runs the start of a core module once and makes its memory the new module's data.

Every sandbox then begins where the start has ended: making the engine's objects takes eight million
instructions, and they are the same each time. What runs may not call the host, so nothing of this machine can
get into the memory; a call is a trap and fails the build.

    python3 snapshot.py TOOLS module.wasm snapshot.wasm STACK_BYTES

`TOOLS` is the folder into which pip has put the package `wasmtime`.
"""

import sys
from pathlib import Path

# What the module exports for this alone.
START = ("_initialize", "prepare")

MEMORY, EXPORT, DATA_COUNT, DATA = 5, 7, 12, 11
PAGE_BYTES = 65536

# Zeros between two runs of other bytes that are cheaper to keep than a segment of their own is.
GAP_BYTES = 256
GRAIN_BYTES = 64


def main():
    tools, source, target, stack_bytes = sys.argv[1:]
    sys.path.insert(0, tools)
    module = Path(source).read_bytes()
    memory = memory_after_start(module)
    # The stack is empty now, whatever is still written there.
    memory[: int(stack_bytes)] = bytes(int(stack_bytes))
    Path(target).write_bytes(with_memory(module, memory))


def memory_after_start(module):
    """Calls what is there to be called before the snapshot."""
    import wasmtime

    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    linker = wasmtime.Linker(engine)
    compiled = wasmtime.Module(engine, module)
    linker.define_unknown_imports_as_traps(compiled)
    exports = linker.instantiate(store, compiled).exports(store)
    for name in START:
        exports[name](store)
    memory = exports["memory"]
    return bytearray(memory.read(store, 0, memory.data_len(store)))


def with_memory(module, memory):
    """The module with other initial memory, and without the exports that made it."""
    segments = runs(memory)
    changed = {
        # One memory without a maximum.
        MEMORY: b"\x01\x00" + number(len(memory) // PAGE_BYTES),
        DATA_COUNT: number(len(segments)),
        DATA: number(len(segments)) + b"".join(segment(start, content) for start, content in segments),
    }
    out = bytearray(module[:8])
    position = 8
    while position < len(module):
        section = module[position]
        length, start = read_number(module, position + 1)
        position = start + length
        body = module[start:position]
        if section == EXPORT:
            body = without_start(body)
        body = changed.get(section, body)
        out += bytes([section]) + number(len(body)) + body
    return bytes(out)


def without_start(exports):
    count, position = read_number(exports, 0)
    kept = []
    for _ in range(count):
        start = position
        length, name = read_number(exports, position)
        _, position = read_number(exports, name + length + 1)
        if exports[name : name + length].decode() not in START:
            kept.append(exports[start:position])
    return number(len(kept)) + b"".join(kept)


def runs(memory):
    """The parts of the memory that are not zero: pairs of a position and bytes."""
    found = []
    for start in range(0, len(memory), GRAIN_BYTES):
        grain = memory[start : start + GRAIN_BYTES]
        if not any(grain):
            continue
        if found and start - found[-1][1] < GAP_BYTES:
            found[-1][1] = start + len(grain)
        else:
            found.append([start, start + len(grain)])
    return [(start, bytes(memory[start:end])) for start, end in found]


def segment(start, content):
    # Active, in the first memory, at a constant.
    return b"\x00\x41" + signed_number(start) + b"\x0b" + number(len(content)) + content


def number(value):
    """An unsigned LEB128."""
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        if value == 0:
            return bytes([*out, low])
        out.append(low | 0x80)


def signed_number(value):
    """A signed LEB128 of a number that is not negative."""
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        if value == 0 and low < 0x40:
            return bytes([*out, low])
        out.append(low | 0x80)


def read_number(text, position):
    value = shift = 0
    while True:
        byte = text[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


if __name__ == "__main__":
    main()
