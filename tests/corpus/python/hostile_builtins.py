# A program that breaks Python breaks only itself, down to what turns its values into bytes.
# expect: failed/trap
import builtins
import json

def broken(*_, **__):
    raise RuntimeError("broken")

def f():
    for name in ("len", "print", "isinstance", "type", "str", "set", "map"):
        setattr(builtins, name, broken)
    json.dumps = broken
    return [1, "two"]
